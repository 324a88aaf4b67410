table "invoices" {
  owner = "author" # ERROR: Unknown field | "author"
  fields = { id = number }
}
