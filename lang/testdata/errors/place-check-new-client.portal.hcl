profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.paid
    check   = new.client.regin == "EU" # ERROR: Unknown field | regin | Did you mean "region"?
  }
}
