profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid
      && row.total > 1 # ERROR: Expression broken over lines | && | wrap the expression in ( )
  }
}
