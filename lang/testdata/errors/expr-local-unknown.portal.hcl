locals {
  limit = 5
  word  = "x"
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    when    = local.limit > 1 && local.word == "x"
    rows    = row.total > local.limt # ERROR: Undeclared local | limt | Did you mean "limit"?
  }
}
