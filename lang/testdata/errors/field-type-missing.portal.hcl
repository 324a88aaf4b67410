table "invoices" {
  fields = { id = number }
  field "total" { # ERROR: Missing argument | field "total" | A field needs "type"
    required = true
  }
}
