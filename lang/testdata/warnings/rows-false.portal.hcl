profile "p" {
  deny "table" "orders" {
    rows = false # WARNING: Unreachable statement | false
  }
}
