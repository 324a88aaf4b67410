table "invoices" "bills" { # ERROR: Too many names | "bills" | A table has one name
  fields = { id = number }
}
