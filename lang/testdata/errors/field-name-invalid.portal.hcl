table "invoices" {
  fields = {
    id      = number
    Total   = number # ERROR: Invalid name | Total
  }
}
