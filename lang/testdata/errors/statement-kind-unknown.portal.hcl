profile "p" {
  allow "tabel" "orders" { # ERROR: Unknown kind | "tabel" | Did you mean "table"?
    actions = ["view"]
    rows    = all
  }
}
