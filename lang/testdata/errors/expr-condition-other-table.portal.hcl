condition "small" {
  table = "orders"
  when  = row.total < 5
}
condition "far" {
  table = "clients"
  when  = row.region != "EU"
}
profile "q" {
  allow "table" "clients" {
    actions = ["view"]
    rows    = condition.far
  }
  deny "table" "orders" {
    actions = ["view"]
    rows    = condition.small
  }
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.far # ERROR: Condition of another table | condition.far
  }
}
