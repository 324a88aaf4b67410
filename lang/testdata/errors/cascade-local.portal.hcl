locals {
  base  = [1, user.id] # ERROR: Not a constant | user
  more  = concat(local.base, [2])
  names = local.more
}
profile "p" {
  reveal = local.names
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(local.more, row.id) && row.status == local.base
    fields  = local.names
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = own
    message = local.names
    set     = { note = local.base }
  }
}
