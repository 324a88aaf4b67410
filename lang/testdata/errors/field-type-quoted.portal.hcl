table "invoices" {
  fields = {
    id   = number
    name = "string" # ERROR: Invalid type | "string" | written without quotes: string
  }
}
