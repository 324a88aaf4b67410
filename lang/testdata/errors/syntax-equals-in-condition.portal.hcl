profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total = 1 # ERROR: Missing newline after argument | =
  }
}
