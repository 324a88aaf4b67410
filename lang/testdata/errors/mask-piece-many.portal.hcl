profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { due = year(1) } # ERROR: Too many arguments | 1 | year()
  }
}
