profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = own || visible(row.client) # ERROR: Circular view | visible(row.client) | "clients" asks for "orders", which asks for "clients"
  }
  allow "table" "clients" {
    actions = ["view"]
    rows    = condition.served
  }
}

condition "served" {
  table = "clients"
  when  = anytrue([for o in row.orders : visible(o)])
}
