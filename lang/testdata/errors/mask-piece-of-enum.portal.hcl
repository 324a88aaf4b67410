profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { status = last(2) } # ERROR: Wrong type | last | a part of a string
  }
}
