# ALONE
portal "acme" {
  users = "contacts"
  login = "email"
}
table "contacts" {
  fields = {
    id    = number
    email = string
    login = string # ERROR: Ambiguous name | login | which is contacts.email
  }
}
