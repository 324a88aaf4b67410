profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.seen_at > timeadd(today, "-1h") # ERROR: Wrong type | today
  }
}
