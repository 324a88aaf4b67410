profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { id = 0 } # ERROR: Hidden key | id | cannot be masked
  }
}
