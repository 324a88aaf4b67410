profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    fields  = ["client"] # ERROR: Unknown field | "client" | is a relation of "orders", and no field. Did you mean "client_id"
  }
}
