profile "p" {
  allow "table" "orders" {
    actions   = ["update"]
    rows      = all
    fields    = ["note"]
    read_only = ["total"] # ERROR: Field not covered | "total" | is not in its "fields"
  }
}
