profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client_id == user.clientid # ERROR: Unknown field | clientid | Did you mean "client_id"?
  }
}
