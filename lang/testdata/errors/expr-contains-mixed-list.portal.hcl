profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(["a", 1], row.note) # ERROR: Wrong type | 1
  }
}
