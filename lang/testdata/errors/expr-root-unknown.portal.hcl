profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = raw.total == 1 # ERROR: Unknown name | raw | Did you mean "row"?
  }
}
