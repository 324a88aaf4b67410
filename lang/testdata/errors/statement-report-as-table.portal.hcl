profile "p" {
  allow "table" "open_orders" { # ERROR: Undeclared table | "open_orders" | "open_orders" is a report: write allow "report" "open_orders"
    actions = ["view"]
    rows    = all
  }
}
