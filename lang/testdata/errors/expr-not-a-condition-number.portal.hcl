profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total # ERROR: Not a condition | row.total
  }
}
