profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = null # ERROR: Not a condition | null
  }
}
