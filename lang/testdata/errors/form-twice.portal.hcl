form "new_order" { # ERROR: Duplicate form | "new_order" | first at base.portal.hcl:91
  table = "orders"
}
