locals {
  a = [local.a] # ERROR: Circular local | local.a | "a" refers to "a"
}
