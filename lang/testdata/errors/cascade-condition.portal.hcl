condition "mine" {
  table = "orders"
  when  = row.added_bye == user.id # ERROR: Unknown field | added_bye | Did you mean "added_by"?
}
condition "both" {
  table = "orders"
  when  = condition.mine && row.paid
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.both || condition.mine
  }
}
