# ALONE
portal "acme" { # ERROR: Missing argument | portal "acme" | needs "login"
  users = "contacts"
}
table "contacts" {
  fields = {
    id    = number
    email = string
  }
}
