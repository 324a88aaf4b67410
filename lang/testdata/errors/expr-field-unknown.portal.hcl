profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.totl == 1 # ERROR: Unknown field | totl | Did you mean "total"?
  }
}
