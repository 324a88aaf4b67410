table "invoices" {
  fields = {
    id   = number
    name = { type = string } # ERROR: Invalid type | { type = string } | is a block: field "name"
  }
}
