profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client == user.client # ERROR: Relation used as a value | row.client ;; Relation used as a value | user.client
  }
}
