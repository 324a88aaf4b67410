profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.due < now # ERROR: Types do not agree | now
  }
}
