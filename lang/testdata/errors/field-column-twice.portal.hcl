table "invoices" {
  fields = { id = number }
  field "total" {
    type   = number
    column = "amount"
  }
  field "sum" { # ERROR: Duplicate column | "sum" | have the one column "amount"; the first is at case.portal.hcl:3
    type   = number
    column = "amount"
  }
}
