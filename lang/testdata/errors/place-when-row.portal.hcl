profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    when    = row.paid # ERROR: Not available here | row
  }
}
