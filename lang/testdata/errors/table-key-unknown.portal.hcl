table "invoices" {
  key    = "nr" # ERROR: Unknown field | "nr" | The table "invoices" has no field "nr"
  fields = { id = number }
}
