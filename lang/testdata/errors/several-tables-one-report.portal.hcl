profile "p" {
  allow "table" "orders" "order_items" "clients" {
    actions = ["view"]
    rows    = row.nothing == 1 # ERROR: Unknown field | nothing
  }
}
