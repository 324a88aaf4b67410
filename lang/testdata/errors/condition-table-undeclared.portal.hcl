condition "big" {
  table = "ordres" # ERROR: Undeclared table | "ordres" | Did you mean "orders"?
  when  = row.totl > 100
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.big
  }
}
