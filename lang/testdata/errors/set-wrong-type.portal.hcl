profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    set     = { total = "ten" } # ERROR: Wrong type | "ten"
  }
}
