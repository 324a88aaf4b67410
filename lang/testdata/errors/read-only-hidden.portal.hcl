profile "p" {
  allow "table" "orders" {
    actions   = ["view", "update"]
    rows      = all
    hide      = ["total"]
    read_only = ["total"] # ERROR: Field not covered | "total" | is in its "hide"
  }
}
