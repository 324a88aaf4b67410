profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.due > dateadd(today, "-30") # ERROR: Wrong type | "-30"
  }
}
