profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all.x # ERROR: Nothing beneath | x
  }
}
