profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    set     = { note = user.client.nam } # ERROR: Unknown field | nam | Did you mean "name"?
  }
}
