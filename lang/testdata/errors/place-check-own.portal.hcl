profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    check   = own && new.paid # ERROR: Not available here | own
  }
}
