table "invoices" {
  fields = {
    id    = number
    state = enum("open", "done", "open") # ERROR: Duplicate enum value | "open" | "open" twice
  }
}
