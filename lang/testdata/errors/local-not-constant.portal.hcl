locals {
  me = user.id # ERROR: Not a constant | user
}
condition "mine" {
  table = "orders"
  when  = row.added_by == local.me
}
