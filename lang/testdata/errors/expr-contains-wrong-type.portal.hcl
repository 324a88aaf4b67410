profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.tags, 1) # ERROR: Wrong type | 1 | Write "1".
  }
}
