table "invoices" {
  fields = {
    id    = number
    state = enum() # ERROR: Invalid type | enum() | at least one value
  }
}
