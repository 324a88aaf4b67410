profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.client.regoin == "EU" # ERROR: Unknown field | regoin | Did you mean "region"?
  }
}
