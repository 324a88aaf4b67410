table "invoices" {
  fields = {
    id   = number
    name = varchar # ERROR: Invalid type | varchar | Did you mean "string"?
  }
}
