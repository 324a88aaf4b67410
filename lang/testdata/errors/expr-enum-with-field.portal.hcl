profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status == row.note # ERROR: Types do not agree | row.note
  }
}
