table "invoices" {
  key    = "ids" # ERROR: Invalid key | "ids" | invoices.ids is a json
  fields = { ids = json }
}
