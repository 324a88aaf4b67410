portal "warehouse" {
  description = "The stock of a construction company, for its people and its suppliers"
  users       = "portal_users"
  login       = "email"

  # Z15: how the person comes in. The back end says it with every request.
  user_properties = { via = enum("browser", "api") }
}

table "suppliers" {
  fields = {
    id   = number
    name = string
  }
}

table "portal_users" {
  fields = {
    id          = number
    email       = string
    name        = string
    supplier_id = number # of a supplier's people
  }
}

table "stock" {
  source = "wh.stock"
  fields = {
    id            = number
    material      = string
    supplier_id   = number
    yard          = enum("North", "South", "East")
    quantity      = number
    reorder_level = number
    unit_cost     = number
    on_order      = bool
    counted_on    = date
  }
  belongs_to "supplier" {
    table = "suppliers"
    key   = "supplier_id"
  }
}

table "deliveries" {
  source = "wh.deliveries"
  owner  = "received_by"
  fields = {
    id         = number
    stock_id   = number
    quantity   = number
    arrived_on = date
    status     = enum("arrived", "checked", "returned")
    note       = string
    price      = number
  }
  field "received_by" {
    type     = number
    required = true
  }
  belongs_to "stock" {
    table = "stock"
    key   = "stock_id"
  }
}
