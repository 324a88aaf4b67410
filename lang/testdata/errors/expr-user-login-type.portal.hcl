profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = user.login == 5 # ERROR: Wrong type | 5 | Write "5".
  }
}
