profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.due > year() # ERROR: Unknown function | year | by a mask alone
  }
}
