profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client_id == user # ERROR: Relation used as a value | user
  }
}
