profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    check   = all # ERROR: Not available here | all
  }
}
