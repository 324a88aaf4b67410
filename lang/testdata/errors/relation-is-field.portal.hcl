table "invoices" {
  fields = {
    id     = number
    client = number
  }
  belongs_to "client" { # ERROR: Ambiguous name | "client" | is a field of "invoices" as well, declared at case.portal.hcl:4
    table = "clients"
    key   = "client"
  }
}
