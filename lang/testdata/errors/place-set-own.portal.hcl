profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    set     = { paid = own } # ERROR: Not available here | own
  }
}
