profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = { a = 1 } # ERROR: Wrong type | { a = 1 }
  }
}
