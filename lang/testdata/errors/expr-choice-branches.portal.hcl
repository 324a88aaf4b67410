profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = (row.paid ? row.total : row.note) == 1 # ERROR: Types do not agree | row.note
  }
}
