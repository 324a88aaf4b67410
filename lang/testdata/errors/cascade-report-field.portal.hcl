report "late" {
  table  = "orders"
  fields = ["totl"] # ERROR: Unknown field | "totl" | Did you mean "total"?
}
profile "p" {
  allow "report" "late" {
    actions = ["view"]
    rows    = all
    fields  = ["total"]
  }
}
