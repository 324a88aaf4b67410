profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.items[*].sku == "x" # ERROR: Many rows where one value is needed | row.items[*].sku
  }
}
