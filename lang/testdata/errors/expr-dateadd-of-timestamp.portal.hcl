profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.due > dateadd(now, 1) # ERROR: Wrong type | now
  }
}
