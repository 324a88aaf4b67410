profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    mask    = { note = "x" } # ERROR: Argument without use | mask
  }
}
