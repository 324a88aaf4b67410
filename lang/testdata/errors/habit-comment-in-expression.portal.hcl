profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid && -- why # ERROR: Written differently here | -- why | begins with #
  }
}
