profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = new.total > 1 # ERROR: Not available here | new
  }
}
