profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = own.x # ERROR: Nothing beneath | x
  }
}
