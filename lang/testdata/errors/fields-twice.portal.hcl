profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    fields  = ["total", "margin", "total"] # ERROR: Duplicate name | "total"
  }
}
