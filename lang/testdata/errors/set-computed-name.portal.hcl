profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    set     = { (local.x) = 1 } # ERROR: Invalid name | (local.x)
  }
}
