table "invoices" {
  fields = {
    id        = number
    client_id = number
  }
  belong_to "client" { # ERROR: Unknown block | belong_to | Did you mean "belongs_to"?
    table = "clients"
    key   = "client_id"
  }
}
