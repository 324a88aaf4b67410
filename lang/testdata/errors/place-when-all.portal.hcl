profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    when    = all # ERROR: Not available here | all
  }
}
