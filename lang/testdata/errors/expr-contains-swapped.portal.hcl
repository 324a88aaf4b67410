profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(row.status, ["open"]) # ERROR: List needed | row.status
  }
}
