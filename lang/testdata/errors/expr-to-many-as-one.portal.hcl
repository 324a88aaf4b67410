profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.items.sku == "x" # ERROR: Many rows where one is needed | sku
  }
}
