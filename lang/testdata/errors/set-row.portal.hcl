profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    set     = { note = row.title } # ERROR: Not available here | row
  }
}
