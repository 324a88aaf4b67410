profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = -row.total < 0 # ERROR: Arithmetic | -row.total
  }
}
