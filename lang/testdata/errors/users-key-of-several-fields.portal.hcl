# ALONE
portal "acme" {
  users = "people"
  login = "email"
}

table "people" {
  key    = ["firm", "nr"] # ERROR: Key of several fields | ["firm", "nr"] | "people" is the users table, whose key is one field
  fields = { firm = string, nr = number, email = string }
}
