profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.items[*], 1) # ERROR: Relation used as a value | row.items[*]
  }
}
