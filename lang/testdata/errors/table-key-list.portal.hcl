table "invoices" {
  key    = "ids" # ERROR: Invalid key | "ids" | invoices.ids is a list(number)
  fields = { ids = list(number) }
}
