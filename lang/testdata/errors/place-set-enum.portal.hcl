profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    set     = { status = "opened" } # ERROR: Value outside the enum | "opened" | Did you mean "open"?
  }
}
