porfile "p" { # ERROR: Unknown block | porfile | Did you mean "profile"?
  alow "tables" "orders" { # ERROR: Unknown block | alow | Did you mean "allow"? ;; Unknown kind | "tables" | Did you mean "table"?
    action = ["view"] # ERROR: Unknown argument | action | Did you mean "actions"?
    row    = own # ERROR: Unknown argument | row | Did you mean "rows"?
  }
}
team "beans" {
  profiles = ["p"]
}
