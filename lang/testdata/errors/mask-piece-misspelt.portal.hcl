profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = lst(4) } # ERROR: Unknown function | lst | Did you mean "last"?
  }
}
