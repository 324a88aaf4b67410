table "invoices" {
  fields = {
    id        = number
    client_id = string
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id" # ERROR: Mismatched key | "client_id" | invoices.client_id is a string, and cannot hold the key clients.id, which is a number
  }
}
