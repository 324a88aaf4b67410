profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = first(null) } # ERROR: Wrong value | null | whole number
  }
}
