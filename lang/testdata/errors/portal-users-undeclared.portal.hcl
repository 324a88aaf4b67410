# ALONE
portal "acme" {
  users = "contcts" # ERROR: Undeclared table | "contcts" | Did you mean "contacts"?
  login = "email"
}
table "contacts" {
  fields = {
    id    = number
    email = string
  }
}
