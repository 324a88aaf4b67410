profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.total[*], 1) # ERROR: Misplaced [*] | [*]
  }
}
