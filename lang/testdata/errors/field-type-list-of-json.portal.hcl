table "invoices" {
  fields = {
    id   = number
    meta = list(json) # ERROR: Invalid type | json | The elements of a list are scalars; json is none.
  }
}
