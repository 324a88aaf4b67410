report "late" {
  table  = "order" # ERROR: Undeclared table | "order" | Did you mean "orders"?
  rows   = row.statsu == "open"
  fields = ["totl"]
}
profile "p" {
  allow "report" "late" {
    actions = ["view"]
    rows    = row.nothing == 1
    hide    = ["anything"]
  }
}
