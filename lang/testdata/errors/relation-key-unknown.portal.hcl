table "invoices" {
  fields = {
    id        = number
    client_id = number
  }
  belongs_to "client" {
    table = "clients"
    key   = "clientid" # ERROR: Unknown field | "clientid" | Did you mean "client_id"?
  }
}
