profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.tags) # ERROR: Too few arguments | )
  }
}
