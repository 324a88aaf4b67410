profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.items[0].sku == "x" # ERROR: Index | [0]
  }
}
