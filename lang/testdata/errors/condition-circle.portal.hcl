condition "a" {
  table = "orders"
  when  = row.paid || condition.b
}
condition "b" {
  table = "orders"
  when  = condition.a # ERROR: Circular condition | condition.a | "a" uses "b", which uses "a"
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.b
  }
}
