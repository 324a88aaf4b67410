table "invoices" {
  fields = {
    id        = number
    (row.sum) = number # ERROR: Invalid name | (row.sum) | a name, written as it is
  }
}
