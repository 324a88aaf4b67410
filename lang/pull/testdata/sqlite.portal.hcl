table "t_2024" {
  source = "2024"
  fields = {
    id = number
  }
  field "total" {
    type   = number
    column = "Total"
  }
  field "total_2" {
    type   = number
    column = "total_"
  }
  field "c" {
    type   = string
    column = "_"
  }
}

table "invoice_lines" {
  source = "Invoice Lines"
  fields = {
    id       = number
    invoices = number
    gone     = number
  }
  belongs_to "invoice" {
    table = "invoices"
    key   = "invoices"
  }
  # reference (gone) to nowhere: that table is not among those written
}

table "invoices" {
  source = "Invoices"
  fields = {
    id     = number
    amount = number
  }
  field "order" {
    type   = string
    column = "order_"
  }
  belongs_to "order_record" {
    table = "orders"
    key   = "order"
  }
  has_many "invoice_lines" {
    table = "invoice_lines"
    key   = "invoices"
  }
}

table "addresses" {
  fields = {
    id      = number
    street  = string
    country = enum("it's", "$${x}", "\"q\"")
  }
  has_many "orders_by_billing" {
    table = "orders"
    key   = "billing_id"
  }
  has_many "orders_by_shipping" {
    table = "orders"
    key   = "shipping_id"
  }
}

table "categories" {
  fields = {
    id            = uuid
    parent        = uuid
    number_parent = number
  }
  belongs_to "parent_category" {
    table = "categories"
    key   = "parent"
  }
  has_many "children" {
    table = "categories"
    key   = "parent"
  }
  # reference (number_parent) to categories: the column is number, and the key of the other table uuid
}

table "clients" {
  fields = {
    id     = number
    region = enum("EU", "US")
    size   = string
  }
  field "name" {
    type     = string
    required = true
  }
  field "grosse_cm" {
    type   = number
    column = "Größe (cm)"
  }
  has_many "people" {
    table = "people"
    key   = "client_id"
  }
}

table "made" {
  fields = {
    id   = number
    none = string
  }
  field "status" {
    type     = enum("draft", "open")
    required = true
    default  = "draft"
  }
  field "title" {
    type    = string
    default = "none"
  }
  field "level" {
    type     = number
    required = true
    default  = -1
  }
  field "price" {
    type    = number
    default = 1.5
  }
  field "active" {
    type     = bool
    required = true
    default  = true
  }
  field "paid" {
    type    = bool
    default = false
  }
  field "since" {
    type    = date
    default = today
  }
  field "created_at" {
    type     = timestamp
    required = true
    default  = now
  }
  field "token" {
    type      = string
    required  = true
    generated = true
  }
  field "twice" {
    type      = number
    generated = true
  }
  # field "created_at" (DATETIME): its values have to be texts as in RFC 3339: 2026-03-01T09:00:00Z
}

# The table "notes" is left out: it has no primary key; nor is another column unique and never null.
# table "notes" {
#   fields = {
#     body    = string
#     line    = number
#     product = string
#   }
#   # column "order_no" (): it is declared without a type
#   # reference (order_no) to orders: the column is left out
#   # reference (order_no, line) to order_items: the column is left out
#   # reference (product) to products: it names no column of that table, which has no primary key
# }

# The view "open_orders" is left out: the database knows of no key that a view has; with a key and without these marks of a comment it is a table.
# table "open_orders" {
#   fields = {
#     person_id   = number
#     billing_id  = number
#     shipping_id = number
#     total       = number
#     placed      = timestamp
#   }
#   field "order_no" {
#     type   = string
#     column = "orderNo"
#   }
#   field "for" {
#     type = string
#   }
#   # column "payload" (BLOB): the language has no type for it
#   # field "placed" (DATETIME): its values have to be texts as in RFC 3339: 2026-03-01T09:00:00Z
#   # column "whole" (BLOB): the language has no type for it
# }

table "order_items" {
  key = ["order_no", "line"]
  fields = {
    order_no = string
    line     = number
    sku      = string
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_no"
  }
  belongs_to "sku_product" {
    table = "products"
    key   = "sku"
  }
}

table "orders" {
  key = "order_no"
  fields = {
    billing_id  = number
    shipping_id = number
    total       = number
    placed      = timestamp
  }
  field "order_no" {
    type   = string
    column = "orderNo"
  }
  field "person_id" {
    type     = number
    required = true
  }
  field "for" {
    type = string
  }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
  belongs_to "billing" {
    table = "addresses"
    key   = "billing_id"
  }
  belongs_to "shipping" {
    table = "addresses"
    key   = "shipping_id"
  }
  has_many "invoices" {
    table = "invoices"
    key   = "order"
  }
  has_many "order_items" {
    table = "order_items"
    key   = "order_no"
  }
  has_many "tags" {
    table = "tags"
    key   = "order_no"
  }
  # column "payload" (BLOB): the language has no type for it
  # field "placed" (DATETIME): its values have to be texts as in RFC 3339: 2026-03-01T09:00:00Z
  # column "whole" (): it is declared without a type
}

table "people" {
  fields = {
    id      = number
    boss_id = number
    born    = date
  }
  field "e_mail" {
    type     = string
    required = true
  }
  field "client_id" {
    type   = number
    column = "clientId"
  }
  field "active" {
    type     = bool
    required = true
    default  = true
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
  belongs_to "boss" {
    table = "people"
    key   = "boss_id"
  }
  has_many "orders" {
    table = "orders"
    key   = "person_id"
  }
  has_many "people_by_boss" {
    table = "people"
    key   = "boss_id"
  }
}

table "products" {
  key = "sku"
  fields = {
    sku  = string
    desc = string
    paid = bool
  }
  field "price" {
    type     = number
    required = true
  }
  has_many "order_items" {
    table = "order_items"
    key   = "sku"
  }
  # key: "sku" is unique and never null; it has no primary key
}

table "tags" {
  fields = {
    id       = number
    order_no = string
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_no"
  }
  # column "tag" (ANY): the language has no type for it
}
