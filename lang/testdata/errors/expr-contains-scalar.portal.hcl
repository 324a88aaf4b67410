profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.note, "x") # ERROR: List needed | row.note
  }
}
