profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = last(0) } # ERROR: Wrong value | 0 | whole number from 1
  }
}
