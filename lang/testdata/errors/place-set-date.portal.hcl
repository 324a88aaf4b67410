profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    set     = { due = now } # ERROR: Wrong type | now
  }
}
