# What the cases of the catalogue add their one mistake to.

portal "acme" {
  users           = "contacts"
  login           = "email"
  user_properties = { region = string, level = number, groups = list(string), via = enum("browser", "api"), beta = bool }
  team_properties = { client = string, tier = enum("free", "paid") }
}

table "clients" {
  fields = {
    id     = number
    name   = string
    region = string
  }
  has_many "orders" {
    table = "orders"
    key   = "client_id"
  }
}

table "contacts" {
  fields = {
    id        = number
    name      = string
    client_id = number
  }
  field "email" {
    type      = string
    required  = true
    sensitive = "pii"
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
}

table "orders" {
  owner = "added_by"
  fields = {
    id        = number
    client_id = number
    added_by  = number
    status    = enum("draft", "open", "done")
    total     = number
    margin    = number
    note      = string
    paid      = bool
    due       = date
    seen_at   = timestamp
    tags      = list(string)
  }
  field "phone" {
    type      = string
    sensitive = "pii"
  }
  field "title" {
    type     = string
    required = true
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
  has_many "items" {
    table = "order_items"
    key   = "order_id"
  }
}

table "order_items" {
  fields = {
    id       = number
    order_id = number
    sku      = string
    quantity = number
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_id"
  }
}

report "open_orders" {
  table  = "orders"
  rows   = row.status == "open"
  fields = ["id", "total", "status"]
}

form "new_order" {
  table  = "orders"
  fields = ["title", "status", "note"]
}

page "home" {}
dashboard "kpis" {}
channel "general" {}
capability "manage_users" {}

action "approve" { tables = ["orders"] }

# What uses all of it, so that the cases are not warned about these.
profile "everyone" {
  allow "table" "*" {
    actions = ["view"]
    rows    = all
  }
}
