table "invoices" {
  fields = {
    id   = number
    name = string(10) # ERROR: Invalid type | string(10) | takes nothing in parentheses
  }
}
