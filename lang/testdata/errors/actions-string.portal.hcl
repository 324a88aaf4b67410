profile "p" {
  allow "table" "orders" {
    actions = "view" # ERROR: List needed | "view" | write ["view"]
    rows    = all
  }
}
