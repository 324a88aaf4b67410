locals {
  limit = 5
  word  = "x"
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    when    = local.limit > 1 && local.word == "x"
    rows    = row.total > local.word # ERROR: Wrong type | local.word
  }
}
