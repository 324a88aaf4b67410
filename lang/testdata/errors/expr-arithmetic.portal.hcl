profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total + 1 > 2 # ERROR: Arithmetic | row.total + 1
  }
}
