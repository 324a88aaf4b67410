profile "p" {
  deny "table" "orders" {
    actions = ["delete"]
    check   = new.total > 0 # ERROR: Argument without use | check
  }
}
