profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total ? row.paid : true # ERROR: Not a condition | row.total
  }
}
