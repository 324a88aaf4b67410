profile "p" {
  allow "table" "orders" {
    actions   = ["view", "update"]
    rows      = all
    fields    = ["totl"] # ERROR: Unknown field | "totl" | Did you mean "total"?
    read_only = ["total"]
    mask      = { total = 0 }
  }
}
