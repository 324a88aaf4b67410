profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { notes = "x" } # ERROR: Unknown field | notes | Did you mean "note"?
  }
}
