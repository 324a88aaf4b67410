profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note # ERROR: Not a condition | row.note
  }
}
