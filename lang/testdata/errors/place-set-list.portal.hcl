profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    set     = { tags = "x" } # ERROR: Wrong type | "x"
  }
}
