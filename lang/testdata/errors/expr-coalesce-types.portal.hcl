profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = coalesce(row.note, 0) == "x" # ERROR: Wrong type | 0 | Write "0".
  }
}
