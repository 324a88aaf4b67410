action "ship" { tables = ["odrers"] } # ERROR: Undeclared table | "odrers" | Did you mean "orders"?
profile "p" {
  allow "table" "*" {
    actions = ["ship"]
    rows    = all
  }
}
