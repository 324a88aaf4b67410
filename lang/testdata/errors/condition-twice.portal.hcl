condition "big" {
  table = "orders"
  when  = row.total > 100
}
condition "big" { # ERROR: Duplicate condition | "big" | first at case.portal.hcl:1
  table = "orders"
  when  = row.total > 1000
}
