profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total > null # ERROR: No order | null
  }
}
