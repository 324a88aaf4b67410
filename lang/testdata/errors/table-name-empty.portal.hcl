table "" { # ERROR: Invalid name | "" | cannot be empty
  fields = { id = number }
}
