profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = md5(row.note) == "x" # ERROR: Unknown function | md5
  }
}
