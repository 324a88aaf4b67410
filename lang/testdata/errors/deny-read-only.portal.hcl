profile "p" {
  deny "table" "orders" { read_only = ["total"] } # ERROR: Argument not for deny | read_only
}
