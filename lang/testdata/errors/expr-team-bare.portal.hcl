profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = team == "x" # ERROR: No value | team
  }
}
