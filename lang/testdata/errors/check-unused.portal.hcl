profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    check   = new.total > 0 # ERROR: Argument without use | check
  }
}
