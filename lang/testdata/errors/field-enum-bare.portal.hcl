table "invoices" {
  fields = {
    id    = number
    state = enum # ERROR: Invalid type | enum | An enum names its values
  }
}
