profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = last([4]...) } # ERROR: Spread argument | [4] | last(4)
  }
}
