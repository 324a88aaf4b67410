profile "p" {
  deny "table" "orders" { set = { note = "x" } } # ERROR: Argument not for deny | set
}
