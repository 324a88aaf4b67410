profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = "yes" # ERROR: Not a condition | "yes"
  }
}
