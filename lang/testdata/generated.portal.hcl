# What the generated conditions of orders speak of.

portal "acme" {
  users           = "contacts"
  login           = "email"
  user_properties = { region = string, clearance = number, groups = list(string), staff = bool }
}

table "clients" {
  fields = {
    id     = number
    region = string
  }
}

table "contacts" {
  fields = {
    id        = number
    name      = string
    email     = string
    client_id = number
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
}

table "products" {
  fields = {
    id  = number
    sku = string
  }
}

table "items" {
  fields = {
    id         = number
    order_id   = number
    product_id = number
    qty        = number
  }
  belongs_to "product" {
    table = "products"
    key   = "product_id"
  }
}

table "orders" {
  owner = "added_by"
  fields = {
    id         = number
    contact_id = number
    added_by   = number
    status     = enum("draft", "open", "done")
    phase      = enum("open", "shut")
    title      = string
    total      = number
    due        = date
    sent       = timestamp
    urgent     = bool
    tags       = list(string)
    labels     = list(string)
  }
  belongs_to "contact" {
    table = "contacts"
    key   = "contact_id"
  }
  has_many "items" {
    table = "items"
    key   = "order_id"
  }
}

locals {
  limit = 100
  name  = "Ana"
  sub   = { deep = "done" }
}

condition "late" {
  table = "orders"
  when  = row.due < today
}
