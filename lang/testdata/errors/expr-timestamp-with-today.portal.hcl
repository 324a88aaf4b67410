profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.seen_at > today # ERROR: Types do not agree | today
  }
}
