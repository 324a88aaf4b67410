profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = [for i in row.items : i.sku == "x"] # ERROR: Misplaced for | [for i in row.items : i.sku == "x"]
  }
}
