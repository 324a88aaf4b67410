profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = anytrue([for i in row.items : i == 1]) # ERROR: Relation used as a value | i
  }
}
