table "invoices" {
  fields = {
    id        = number
    client_id = number
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
  belongs_to "client" { # ERROR: Duplicate relation | "client" | first at case.portal.hcl:6
    table = "contacts"
    key   = "client_id"
  }
}
