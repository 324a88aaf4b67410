profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = startwith(row.note, "x") # ERROR: Unknown function | startwith | Did you mean "startswith"?
  }
}
