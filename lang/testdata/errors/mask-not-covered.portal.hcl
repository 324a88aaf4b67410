profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    fields  = ["total"]
    mask    = { note = "x" } # ERROR: Field not covered | note
  }
}
