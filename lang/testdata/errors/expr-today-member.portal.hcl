profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = today.year == 2026 # ERROR: Nothing beneath | year
  }
}
