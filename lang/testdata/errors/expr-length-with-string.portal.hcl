profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = length(row.tags) == "2" # ERROR: Wrong type | "2" | Write 2, without quotes.
  }
}
