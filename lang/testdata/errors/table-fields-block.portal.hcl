table "invoices" {
  fields { # ERROR: Unknown block | fields | "fields" is an argument, which is written with =
    id = number
  }
}
