profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.client.orders[*].items[*].sku, "x") # ERROR: Second [*] | [*]
  }
}
