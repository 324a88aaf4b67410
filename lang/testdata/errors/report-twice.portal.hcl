report "open_orders" { # ERROR: Duplicate report | "open_orders" | first at base.portal.hcl:85
  table = "orders"
}
