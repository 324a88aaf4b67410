locals {
  a = local.b
  b = local.c
  c = local.a # ERROR: Circular local | local.a | "a" refers to "b", which refers to "c", which refers to "a"
}
condition "x" {
  table = "orders"
  when  = row.total == local.a
}
