table "invoices" {
  fields = {
    id   = number
    tags = list # ERROR: Invalid type | list | list(string)
  }
}
