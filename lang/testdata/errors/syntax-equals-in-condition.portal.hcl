profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total = 1 # ERROR: Written differently here | = | Write row.total == 1
  }
}
