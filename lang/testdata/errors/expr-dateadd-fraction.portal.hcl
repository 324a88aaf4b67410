profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.due > dateadd(today, 1.5) # ERROR: Invalid number of days | 1.5
  }
}
