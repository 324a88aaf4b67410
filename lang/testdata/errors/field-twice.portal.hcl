table "invoices" {
  fields = {
    id    = number
    total = number
  }
  field "total" { # ERROR: Duplicate field | "total" | first at case.portal.hcl:4
    type = number
  }
}
