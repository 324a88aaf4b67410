table "order-lines" { # ERROR: Invalid name | "order-lines"
  fields = { id = number }
}
