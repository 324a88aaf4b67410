table "invoices" {
  fields = {
    id   = number
    tags = list(list(string)) # ERROR: Invalid type | list(string) | The elements of a list are scalars
  }
}
