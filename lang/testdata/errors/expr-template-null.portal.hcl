locals {
  nothing = null
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note == "${null}" # ERROR: Null value | null | A text is made of values
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note == "${local.nothing}" # ERROR: Null value | local.nothing
  }
}
