profile "p" {
  allow "table" "orders" { actions = ["view"], rows = all } # ERROR: Invalid single-argument block definition | ,
}
