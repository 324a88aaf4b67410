profile "a" {
  allow "table" "orders" { # WARNING: Statement about no field | allow "table" "orders" | fields = ["id"]
    actions = ["view"]
    rows    = row.paid
    fields  = []
  }
  allow "table" "orders" { # WARNING: Statement about no field | allow "table" "orders" | nothing can be written
    actions = ["update"]
    rows    = row.paid
    fields  = []
  }
}
