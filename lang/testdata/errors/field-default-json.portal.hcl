table "invoices" {
  fields = { id = number }
  field "meta" {
    type    = json
    default = "{}" # ERROR: No JSON constant | "{}" | A JSON value is needed here, of which there are no constants but null.
  }
}
