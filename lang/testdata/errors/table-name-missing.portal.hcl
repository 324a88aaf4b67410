table { # ERROR: Missing name | table | A table has a name
  fields = { id = number }
}
