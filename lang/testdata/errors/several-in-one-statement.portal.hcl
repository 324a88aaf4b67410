profile "p" {
  allow "table" "orders" "client" { # ERROR: Undeclared table | "client" | Did you mean "clients"?
    actions   = ["vew", "update"] # ERROR: Unknown action | "vew" | Did you mean "view"?
    rows      = row.statu == "open" && row.totl > 1 # ERROR: Unknown field | statu ;; Unknown field | totl
    hide      = ["magrin"] # ERROR: Unknown field | "magrin"
    read_only = ["titel"] # ERROR: Unknown field | "titel"
    set       = { nte = "x", added_by = "me" } # ERROR: Unknown field | nte ;; Wrong type | "me"
    when      = team.teir == "paid" # ERROR: Unknown field | teir
    colour    = "red" # ERROR: Unknown argument | colour
  }
}
