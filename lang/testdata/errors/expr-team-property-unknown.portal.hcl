profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = team.teir == "paid" # ERROR: Unknown field | teir | Did you mean "tier"?
  }
}
