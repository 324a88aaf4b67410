profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.client[*].id, 1) # ERROR: Misplaced [*] | [*]
  }
}
