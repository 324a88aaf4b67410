profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = anytrue([for k, i in row.items : i.sku == "x"]) # ERROR: Unsupported for | [
  }
}
