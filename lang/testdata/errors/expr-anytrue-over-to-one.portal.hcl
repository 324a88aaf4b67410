profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = anytrue([for c in row.client : c.region == "EU"]) # ERROR: List needed | row.client
  }
}
