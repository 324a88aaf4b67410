table "bills" {
  fields = {
    id    = number
    total = number
    total = # ERROR: Invalid expression
  }
}
condition "big" {
  table = "bills"
  when  = row.amount > 100
}
profile "q" {
  allow "table" "bills" {
    actions = ["view", "ship"]
    rows    = condition.other && row.x == local.y
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.totl > 1 # ERROR: Unknown field | totl | Did you mean "total"?
    colour  = "red" # ERROR: Unknown argument | colour
  }
  deny "page" "somewhere" {}
}
team "beans" {
  profiles   = ["nobody"]
  properties = { teir = "paid" } # ERROR: Undeclared property | teir
}
