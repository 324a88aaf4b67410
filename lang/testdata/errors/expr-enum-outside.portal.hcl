profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status == "opne" # ERROR: Value outside the enum | "opne" | Did you mean "open"?
  }
}
