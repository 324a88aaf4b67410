profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.seen_at > timeadd(now, -1) # ERROR: Wrong type | -1
  }
}
