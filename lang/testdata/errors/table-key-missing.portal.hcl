table "invoices" { # ERROR: Missing key | "invoices" | has no field "id"
  fields = { number = number }
}
