profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.big # ERROR: Undeclared condition | big | No condition "big" is declared
  }
}
