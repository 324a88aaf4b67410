table "invoices" {
  fields = {
    id        = number
    client_id = number
  }
  belongs_to "client" { # ERROR: Missing argument | belongs_to "client" | needs "table"
    key = "client_id"
  }
}
