profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    when    = condition.x # ERROR: Not available here | condition
  }
}
