profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    rows    = own # ERROR: Duplicate argument | rows | line 4
  }
}
