profile "p" {
  allow "table" "orders" {
    actions   = ["view"]
    rows      = all
    read_only = ["total"] # ERROR: Argument without use | read_only
  }
}
