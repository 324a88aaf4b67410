profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.tags == "x" # ERROR: List used as a value | row.tags | Write contains(row.tags, "x").
  }
}
