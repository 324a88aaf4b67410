condition "c0" {
  table = "orders"
  when  = row.status == "open"
}
condition "c1" {
  table = "orders"
  when  = condition.c0 ? (condition.c0 && row.total > 1) : !condition.c0
}
condition "c2" {
  table = "orders"
  when  = condition.c1 ? (condition.c1 && row.total > 2) : !condition.c1
}
condition "c3" {
  table = "orders"
  when  = condition.c2 ? (condition.c2 && row.total > 3) : !condition.c2
}
condition "c4" {
  table = "orders"
  when  = condition.c3 ? (condition.c3 && row.total > 4) : !condition.c3
}
condition "c5" {
  table = "orders"
  when  = condition.c4 ? (condition.c4 && row.total > 5) : !condition.c4
}
condition "c6" {
  table = "orders"
  when  = condition.c5 ? (condition.c5 && row.total > 6) : !condition.c5
}
condition "c7" {
  table = "orders"
  when  = condition.c6 ? (condition.c6 && row.total > 7) : !condition.c6 # ERROR: Expression too large | condition.c6 ? (condition.c6 && row.total > 7) : !condition.c6 | most of them from condition.c6.
}
condition "c8" {
  table = "orders"
  when  = condition.c7 ? (condition.c7 && row.total > 8) : !condition.c7
}
condition "c9" {
  table = "orders"
  when  = condition.c8 ? (condition.c8 && row.total > 9) : !condition.c8
}
condition "c10" {
  table = "orders"
  when  = condition.c9 ? (condition.c9 && row.total > 10) : !condition.c9
}
condition "c11" {
  table = "orders"
  when  = condition.c10 ? (condition.c10 && row.total > 11) : !condition.c10
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.c11
  }
}
