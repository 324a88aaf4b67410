profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = upper(last(4)) } # ERROR: Unknown function | last | by a mask alone
  }
}
