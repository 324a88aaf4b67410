profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note == "${row.title}!" # ERROR: Template | "${row.title}!"
  }
}
