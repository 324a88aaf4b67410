profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.due < "2026-02-30" # ERROR: Invalid date | "2026-02-30"
  }
}
