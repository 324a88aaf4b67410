profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = user.client.nothing == 1 # ERROR: Unknown field | nothing
  }
}
