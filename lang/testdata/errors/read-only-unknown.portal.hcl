profile "p" {
  allow "table" "orders" {
    actions   = ["update"]
    rows      = all
    read_only = ["totla"] # ERROR: Unknown field | "totla" | Did you mean "total"?
  }
}
