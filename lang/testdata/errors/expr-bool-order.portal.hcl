profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid > false # ERROR: No order | row.paid
  }
}
