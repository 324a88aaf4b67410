report "orders" { # ERROR: Ambiguous name | "orders" | is a table as well, declared at base.portal.hcl:39
  table = "orders"
}
