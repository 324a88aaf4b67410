profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    when    = new.paid # ERROR: Not available here | new
  }
}
