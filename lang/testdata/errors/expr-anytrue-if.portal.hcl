profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = anytrue([for i in row.items : i.sku == "x" if i.quantity > 1]) # ERROR: Unsupported for | i.quantity > 1
  }
}
