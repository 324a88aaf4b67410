profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    when    = own # ERROR: Not available here | own
  }
}
