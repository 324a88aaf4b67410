table "invoices" {
  fields = {
    id    = number
    state = enum(open, "done") # ERROR: Missing quotes | open | write it as "open"
  }
}
