profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    row     = all # ERROR: Unknown argument | row | Did you mean "rows"?
  }
}
