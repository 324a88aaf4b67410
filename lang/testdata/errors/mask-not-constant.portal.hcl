profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = user.name } # ERROR: Not a constant | user
  }
}
