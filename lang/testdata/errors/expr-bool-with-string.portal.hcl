profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid == "yes" # ERROR: Wrong type | "yes"
  }
}
