profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.seen_at > timeadd(now, "one day") # ERROR: Invalid duration | "one day"
  }
}
