profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = startswith(row.total, "1") # ERROR: Wrong type | row.total
  }
}
