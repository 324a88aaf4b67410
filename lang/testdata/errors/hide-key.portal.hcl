profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    hide    = ["id"] # ERROR: Hidden key | "id" | orders.id is the key
  }
}
