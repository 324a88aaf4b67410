table "invoices" {
  fields = {
    id   = number
    tags = list(string, number) # ERROR: Invalid type | list(string, number) | one type of element
  }
}
