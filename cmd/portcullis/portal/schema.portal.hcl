# What the portal's data looks like, and who the people are that log in.

portal "helpdesk" {
  description = "Tickets of our customers"
  users       = "people" # whoever has a row here can log in
  login       = "email"  # with this field
}

table "people" {
  fields = {
    id      = number
    name    = string
    company = string
  }
  field "email" {
    type     = string
    required = true
  }
}

table "tickets" {
  owner = "person_id" # who added the row
  fields = {
    id        = number
    person_id = number
    title     = string
    status    = enum("open", "answered", "closed")
    note      = string # for colleagues only
  }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
}
