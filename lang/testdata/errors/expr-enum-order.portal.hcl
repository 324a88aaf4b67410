profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status < "done" # ERROR: No order | row.status
  }
}
