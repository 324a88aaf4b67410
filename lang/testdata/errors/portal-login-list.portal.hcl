# ALONE
portal "acme" {
  users = "contacts"
  login = "emails" # ERROR: Invalid login | "emails" | contacts.emails is a list(string)
}
table "contacts" {
  fields = {
    id     = number
    emails = list(string)
  }
}
