profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    set     = { note = new.title } # ERROR: Not available here | new
  }
}
