table "invoices" {
  fields = { id = number }
  field "total" {
    type     = number
    required = "yes" # ERROR: Wrong type | "yes"
  }
}
