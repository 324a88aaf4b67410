locals {
  closed = ["done"]
}
locals {
  closed = ["done"] # ERROR: Duplicate local | closed | first at case.portal.hcl:2
}
