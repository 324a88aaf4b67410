table "invoices" {
  fields = {
    id  = number
    ref = guid # ERROR: Invalid type | guid | Did you mean "uuid"?
  }
}
