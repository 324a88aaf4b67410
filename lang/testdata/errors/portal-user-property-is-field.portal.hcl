# ALONE
portal "acme" {
  users           = "contacts"
  login           = "email"
  user_properties = { region = string } # ERROR: Ambiguous name | region | or the field of the users table "contacts" declared at case.portal.hcl:11
}
table "contacts" {
  fields = {
    id     = number
    email  = string
    region = string
  }
}
