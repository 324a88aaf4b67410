profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    # ERROR-BELOW: Expression broken over lines | && | wrap the expression in ( )
    rows    = row.paid &&
      row.total > 1
  }
}
