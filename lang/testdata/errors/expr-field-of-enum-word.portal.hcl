profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status == open # ERROR: Missing quotes | open
  }
}
