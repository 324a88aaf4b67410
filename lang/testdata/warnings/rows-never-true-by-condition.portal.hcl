condition "never" {
  table = "orders"
  when  = row.total == 1 && row.total == 2
}
profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid && condition.never # WARNING: Unreachable statement | row.paid && condition.never
  }
}
