profile "p" {
  allow "table" "orders" { # WARNING: Unreachable action | allow "table" "orders" | with rows = all
    actions = ["update", "manage_structure"]
    rows    = row.paid
  }
}
