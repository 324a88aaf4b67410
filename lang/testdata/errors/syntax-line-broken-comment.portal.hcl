profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid || # ERROR: Expression broken over lines | ||
      row.total > 1
  }
}
