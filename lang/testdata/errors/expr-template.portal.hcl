profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note == "${row.title}!" # ERROR: Not in a text | row.title
  }
}
