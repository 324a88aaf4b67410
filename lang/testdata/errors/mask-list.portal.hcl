profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = ["note"] # ERROR: Object needed | ["note"] | mask = { phone
  }
}
