table "invoices" {
  fields = { id = number }
  field "total" {
    type     = number
    requried = true # ERROR: Unknown argument | requried | Did you mean "required"?
  }
}
