# ALONE
portal "acme" {
  users = "contacts"
  login = "emial" # ERROR: Unknown field | "emial" | Did you mean "email"?
}
table "contacts" {
  fields = {
    id    = number
    email = string
  }
}
