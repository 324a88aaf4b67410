profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { total = "hidden" } # ERROR: Wrong type | "hidden"
  }
}
