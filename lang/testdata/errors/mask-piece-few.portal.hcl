profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = last() } # ERROR: Too few arguments | ) | last(4)
  }
}
