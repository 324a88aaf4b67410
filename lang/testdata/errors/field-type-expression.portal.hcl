table "invoices" {
  fields = {
    id   = number
    name = 1 + 1 # ERROR: Invalid type | 1 + 1 | A type is needed
  }
}
