table "orders" { # ERROR: Duplicate table | "orders" | first at base.portal.hcl:39
  fields = { id = number }
}
