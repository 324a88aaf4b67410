profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    set     = { id = user.id } # ERROR: Changed key | id
  }
}
