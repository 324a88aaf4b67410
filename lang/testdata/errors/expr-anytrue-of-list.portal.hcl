profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = anytrue(row.tags) # ERROR: Not a condition | row.tags
  }
}
