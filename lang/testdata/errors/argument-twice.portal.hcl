profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    rows    = own # ERROR: Duplicate argument | rows | already set at case.portal.hcl:4
  }
}
