# ALONE
portal "acme" {
  users = contacts # ERROR: Missing quotes | contacts | write it as "contacts"
  login = "email"
}
table "contacts" {
  fields = {
    id    = number
    email = string
  }
}
