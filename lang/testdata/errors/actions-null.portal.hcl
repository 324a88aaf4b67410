profile "p" {
  allow "table" "orders" {
    actions = null # ERROR: List needed | null | Found null
    rows    = all
  }
}
