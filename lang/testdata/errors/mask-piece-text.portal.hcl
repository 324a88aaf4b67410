profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = last("4") } # ERROR: Wrong type | "4" | number is needed
  }
}
