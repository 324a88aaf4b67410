profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = length(row.tags) # ERROR: Not a condition | length(row.tags)
  }
}
