table "invoices" {
  fields = {
    id   = number
    meta = jsonb # ERROR: Invalid type | jsonb | Did you mean "json"?
  }
}
