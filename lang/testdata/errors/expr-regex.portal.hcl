profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = regex("a", row.note) == "a" # ERROR: Function of constants | regex
  }
}
