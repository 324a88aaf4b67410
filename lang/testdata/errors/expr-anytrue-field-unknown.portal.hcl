profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = anytrue([for i in row.items : i.skuu == "x"]) # ERROR: Unknown field | skuu | Did you mean "sku"?
  }
}
