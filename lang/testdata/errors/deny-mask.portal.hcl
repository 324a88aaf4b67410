profile "p" {
  deny "table" "orders" { mask = { note = "x" } } # ERROR: Argument not for deny | mask
}
