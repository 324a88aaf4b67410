# The portal of a shop.
portal "shop" {
  users = "people"
  login = "email"
}

# The table "audit" is left out: nobody needs it.

# People: those who buy.
table "people" {
  description = "Who buys" # in words
  fields = {
    id     = number # the key
    region = enum("EU", "US")
    gone   = string
  }
  field "email" {
    type      = string
    column    = "E-Mail"
    sensitive = "pii"
  }
  field "level" { type = enum("low", "high") }
  has_many "purchases" {
    table = "orders"
    key   = "person_id"
  }
  # own: nobody else knows of it
  belongs_to "namesake" {
    table = "people"
    key   = "region_id"
  }
}

table "orders" {
  owner = "person_id"
  fields = {
    id        = number
    person_id = number
    total     = string
    due       = timestamp
    tags      = list(string)
    /* with care */
    note = string
  }
  field "amount" {
    type     = number
    required = true
  }
  belongs_to "buyer" {
    table = "people"
    key   = "person_id"
  }
  # column "secret": nobody sees it
  # reference (created_by) to people: nobody asks
}

# gone: the database has no table "lines"
table "archive" {
  fields = { id = number }
}

condition "mine" {
  table = "orders"
  when  = row.margin == 1 # which comes
}
