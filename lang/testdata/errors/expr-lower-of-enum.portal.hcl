profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = lower(row.status) == "open" # ERROR: Wrong type | row.status
  }
}
