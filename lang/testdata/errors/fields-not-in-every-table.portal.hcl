profile "p" {
  allow "table" "clients" "orders" {
    actions = ["view"]
    rows    = all
    fields  = ["total"] # ERROR: Unknown field | "total" | "clients" has no field "total"
  }
}
