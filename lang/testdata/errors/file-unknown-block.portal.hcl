tabel "invoices" { # ERROR: Unknown block | tabel | Did you mean "table"?
  fields = { id = number }
}
