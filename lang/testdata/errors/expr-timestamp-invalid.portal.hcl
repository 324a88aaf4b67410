profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.seen_at > "2026-01-01" # ERROR: Invalid timestamp | "2026-01-01"
  }
}
