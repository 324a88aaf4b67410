profile "p" {
  allow "table" "orders" {
    actions   = ["update"]
    rows      = all
    read_only = { total = true } # ERROR: List needed | { total = true }
  }
}
