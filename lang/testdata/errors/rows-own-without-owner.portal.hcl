profile "p" {
  allow "table" "clients" {
    actions = ["view"]
    rows    = own # ERROR: No owner | own | give table "clients" the argument owner
  }
}
