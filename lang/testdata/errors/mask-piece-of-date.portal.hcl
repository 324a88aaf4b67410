profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { due = last(4) } # ERROR: Wrong type | last | Of it there are month() and year().
  }
}
