profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = anytrue({for i in row.items : i.sku => true}) # ERROR: Unsupported for | {
  }
}
