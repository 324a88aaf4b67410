profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client # ERROR: Relation used as a value | row.client
  }
}
