profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    set     = { title = null } # ERROR: Null value | null | "title" is required
  }
}
