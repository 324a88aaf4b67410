profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    set     = { notes = "x" } # ERROR: Unknown field | notes | Did you mean "note"?
  }
}
