profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = startswith(row.status, "o") # ERROR: Wrong type | row.status
  }
}
