profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    set     = { added_by = user.id }
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    fields  = ["note"]
  }
  allow "table" "orders" {
    actions   = ["update"]
    rows      = all
    read_only = ["total"]
  }
  allow "table" "orders" { # WARNING: Redundant statement | allow "table" "orders" | case.portal.hcl:12
    actions   = ["update"]
    rows      = own
    read_only = ["total", "margin"]
  }
}
