profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = length(row.note) > 1 # ERROR: List needed | row.note
  }
}
