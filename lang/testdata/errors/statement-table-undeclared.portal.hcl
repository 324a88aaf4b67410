profile "p" {
  allow "table" "oders" { # ERROR: Undeclared table | "oders" | Did you mean "orders"?
    actions = ["view", "approve"]
    rows    = row.statu == "open"
    hide    = ["margn"]
  }
}
