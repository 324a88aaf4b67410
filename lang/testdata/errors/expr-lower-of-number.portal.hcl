profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = lower(row.total) == "1" # ERROR: Wrong type | row.total
  }
}
