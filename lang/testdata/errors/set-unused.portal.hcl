profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    set     = { note = "x" } # ERROR: Argument without use | set
  }
}
