table "invoices" {
  fields = {
    id        = number
    client_id = number
  }
  belongs_to "client" {
    table = "client" # ERROR: Undeclared table | "client" | Did you mean "clients"?
    key   = "client_id"
  }
}
condition "ours" {
  table = "invoices"
  when  = row.client.region == "EU"
}
