table "order__lines" { # ERROR: Invalid name | "order__lines" | names have no __ in them
  fields = { id = number }
}
