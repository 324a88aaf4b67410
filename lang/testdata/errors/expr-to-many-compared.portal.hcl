profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.items == 1 # ERROR: Many rows where one value is needed | row.items
  }
}
