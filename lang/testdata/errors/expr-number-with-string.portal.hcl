profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total == "12" # ERROR: Wrong type | "12" | Write 12, without quotes.
  }
}
