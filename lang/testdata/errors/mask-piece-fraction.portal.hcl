profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = first(1.5) } # ERROR: Wrong value | 1.5 | whole number
  }
}
