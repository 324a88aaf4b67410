table "invoices" {
  fields = {
    id    = number
    total = nubmer # ERROR: Invalid type | nubmer | Did you mean "number"?
  }
}
