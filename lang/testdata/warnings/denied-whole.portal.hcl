profile "base" {
  deny "table" "orders" { actions = ["update", "delete"] }
}
profile "p" {
  includes = ["base"]
  allow "table" "orders" { # WARNING: Unreachable statement | allow "table" "orders" | The deny at case.portal.hcl:2 takes back
    actions = ["update"]
    rows    = row.paid
  }
  allow "table" "orders" {
    actions = ["view", "update"]
    rows    = row.paid
  }
}
