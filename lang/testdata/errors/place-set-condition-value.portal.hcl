profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    set     = { paid = user.beta && true } # ERROR: Condition used as a value | user.beta && true
  }
}
