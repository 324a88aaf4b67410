profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid & row.paid # ERROR: Unsupported operator | &
  }
}
