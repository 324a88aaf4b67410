table "invoices" {
  source = "" # ERROR: Empty name | "" | "source" cannot be empty
  fields = { id = number }
}
