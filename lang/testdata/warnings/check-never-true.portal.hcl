profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    check   = new.status == "done" && new.status == "open" # WARNING: Unreachable statement | new.status == "done" && new.status == "open" | holds for no write
  }
}
