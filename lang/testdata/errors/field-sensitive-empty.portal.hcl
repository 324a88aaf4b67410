table "invoices" {
  fields = { id = number }
  field "total" {
    type      = number
    sensitive = "" # ERROR: Empty name | ""
  }
}
