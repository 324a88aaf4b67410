profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note == 12 # ERROR: Wrong type | 12 | Write "12".
  }
}
