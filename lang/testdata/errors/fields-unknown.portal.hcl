profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    fields  = ["totl"] # ERROR: Unknown field | "totl" | Did you mean "total"?
  }
}
