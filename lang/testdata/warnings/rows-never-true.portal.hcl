profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.status == "done" && (row.paid && row.status == null) # WARNING: Unreachable statement | row.status == "done" && (row.paid && row.status == null) | true of no row
  }
}
