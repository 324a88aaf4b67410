condition "big" { # WARNING: Unused condition | "big" | Nothing uses condition.big
  table = "orders"
  when  = row.total > 100
}
