# ALONE
portal "acme" {
  users           = "contacts"
  login           = "email"
  user_properties = { boss = string } # ERROR: Ambiguous name | boss | or the relation of the users table "contacts"
}
table "contacts" {
  fields = {
    id      = number
    email   = string
    boss_id = number
  }
  belongs_to "boss" {
    table = "contacts"
    key   = "boss_id"
  }
}
