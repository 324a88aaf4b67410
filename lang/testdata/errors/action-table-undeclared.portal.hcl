action "ship" { tables = ["ordesr"] } # ERROR: Undeclared table | "ordesr" | Did you mean "orders"?
profile "p" {
  allow "table" "orders" {
    actions = ["ship"]
    rows    = all
  }
}
