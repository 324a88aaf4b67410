profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = total == 1 # ERROR: Unknown name | total | To name the field of orders, write row.total.
  }
}
