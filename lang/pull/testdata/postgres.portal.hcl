table "t_2024" {
  source = "2024"
  fields = {
    id    = number
    login = string
  }
  field "login_2" {
    type   = string
    column = "Login"
  }
  field "c" {
    type   = string
    column = "_"
  }
}

table "order_lines" {
  source = "Order Lines"
  fields = {
    id          = number
    order_no    = number
    line        = number
    client_name = string
    clients     = number
  }
  belongs_to "order_item" {
    table = "order_items"
    key   = ["order_no", "line"]
  }
  belongs_to "client" {
    table = "clients"
    key   = "clients"
  }
}

# The table "a.b" is left out: its name has a dot in it, which in `source` sets the schema apart.
# table "a_b" {
#   source = "a.b"
#   field "id" {
#     type     = number
#     required = true
#   }
# }

table "clients" {
  fields = {
    id   = number
    note = string
  }
  has_many "order_lines" {
    table = "order_lines"
    key   = "clients"
  }
}

# The table "e_mails" is left out: its primary key "id" is of a type that cannot be a key; nor is another column unique and never null.
# table "e_mails" {
#   fields = {
#     address = string
#   }
#   # column "id" (bytea): the language has no bytes
# }

table "events" {
  fields = {
    id = number
    at = timestamp
  }
  has_many "visits" {
    table = "visits"
    key   = "event_id"
  }
}

table "lists" {
  fields = {
    id    = number
    mails = list(string)
    grid  = list(number)
    at    = list(timestamp)
  }
  # column "codes" (character(3)[]): spaces are added to its texts; an array of text says them exactly
  # column "moments" (moment[]): it is an array of a domain; one of timestamp says it exactly
  # column "prices" (money[]): what it is as a number depends on a setting of the server; a column of type numeric says it exactly
  # field "grid" (double precision[]): a binary fraction, which is taken to be the shortest decimal that it prints
}

table "made" {
  fields = {
    none = string
  }
  field "id" {
    type      = number
    generated = true
  }
  field "status" {
    type     = string
    required = true
    default  = "it's \"draft\""
  }
  field "short" {
    type    = string
    default = "a"
  }
  field "kind" {
    type    = enum("draft", "open", "it's done", "$${x}")
    default = "open"
  }
  field "level" {
    type     = number
    required = true
    default  = -1
  }
  field "price" {
    type    = number
    default = 1.50
  }
  field "active" {
    type     = bool
    required = true
    default  = true
  }
  field "since" {
    type    = date
    default = today
  }
  field "born" {
    type    = date
    default = "2026-03-01"
  }
  field "created_at" {
    type     = timestamp
    required = true
    default  = now
  }
  field "updated_at" {
    type     = timestamp
    required = true
    default  = now
  }
  field "later" {
    type      = timestamp
    generated = true
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
  field "at" {
    type      = timestamp
    generated = true
  }
  # field "updated_at" (timestamp without time zone): it has no time zone, and is taken to be in UTC
}

# The table "notes" is left out: it has no primary key; nor is another column unique and never null.
# table "notes" {
#   fields = {
#     body = string
#   }
# }

table "open_orders" {
  key = "order_no"
  fields = {
    order_no    = number
    billing_id  = number
    shipping_id = number
    history     = list(enum("draft", "open", "it's done", "$${x}"))
    total       = number
    rate        = number
    due         = date
    placed      = timestamp
    changed     = timestamp
    payload     = json
    code        = string
  }
  field "contact_id" {
    type     = uuid
    required = true
  }
  field "status" {
    type     = enum("draft", "open", "it's done", "$${x}")
    required = true
  }
  belongs_to "contact" {
    table = "contacts"
    key   = "contact_id"
  }
  belongs_to "billing" {
    table = "addresses"
    key   = "billing_id"
  }
  belongs_to "shipping" {
    table = "addresses"
    key   = "shipping_id"
  }
  # field "rate" (double precision): a binary fraction, which is taken to be the shortest decimal that it prints
  # field "changed" (timestamp without time zone): it has no time zone, and is taken to be in UTC
  # field "code" (character(3)): the spaces at the end of such a text are none of it
}

table "products" {
  key = "sku"
  fields = {
    sku  = string
    desc = string
  }
  has_many "visits" {
    table = "visits"
    key   = "by"
  }
  has_many "order_items" {
    table = "order_items"
    key   = "product_code"
  }
  # column "price" (money): what it is as a number depends on a setting of the server; a column of type numeric says it exactly
  # key: "sku" is unique and never null; it has no primary key
}

table "visits" {
  fields = {
    id       = number
    event_id = number
    by       = string
  }
  belongs_to "event" {
    table = "events"
    key   = "event_id"
  }
  belongs_to "by_product" {
    table = "products"
    key   = "by"
  }
}

table "addresses" {
  source = "crm.addresses"
  fields = {
    id     = number
    street = string
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

table "crm_clients" {
  description = "Who buys: \"firms\" and $${people}"
  source      = "crm.clients"
  fields = {
    size      = string
    parent_id = number
  }
  field "id" {
    type      = number
    generated = true
  }
  field "name" {
    type     = string
    required = true
  }
  field "region" {
    description = "Where they\nare"
    type        = enum("EU", "US")
  }
  field "kind" {
    type     = enum("firm", "person")
    required = true
    default  = "firm"
  }
  belongs_to "parent" {
    table = "crm_clients"
    key   = "parent_id"
  }
  has_many "children" {
    table = "crm_clients"
    key   = "parent_id"
  }
  has_many "contacts" {
    table = "contacts"
    key   = "client_id"
  }
}

table "contacts" {
  source = "crm.contacts"
  fields = {
    grid = list(number)
    nick = string
  }
  field "id" {
    type      = uuid
    generated = true
  }
  field "login" {
    type     = string
    required = true
  }
  field "client_id" {
    type   = number
    column = "clientId"
  }
  field "phones" {
    type     = list(string)
    required = true
    default  = []
  }
  field "grosse_cm" {
    type   = number
    column = "Größe (cm)"
  }
  field "for" {
    type = bool
  }
  belongs_to "client" {
    table = "crm_clients"
    key   = "client_id"
  }
  has_many "orders" {
    table = "orders"
    key   = "contact_id"
  }
  # field "nick" (text): statements compare it exactly; the database's keys, and OPA's filter, take different texts for the same, as its collation does
}

table "order_items" {
  source = "crm.order_items"
  key    = ["order_no", "line"]
  fields = {
    order_no     = number
    line         = number
    product_code = string
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_no"
  }
  belongs_to "product" {
    table = "products"
    key   = "product_code"
  }
  has_many "order_lines" {
    table = "order_lines"
    key   = ["order_no", "line"]
  }
}

table "orders" {
  source = "crm.orders"
  key    = "order_no"
  fields = {
    order_no    = number
    billing_id  = number
    shipping_id = number
    history     = list(enum("draft", "open", "it's done", "$${x}"))
    total       = number
    rate        = number
    due         = date
    placed      = timestamp
    changed     = timestamp
    payload     = json
    code        = string
  }
  field "contact_id" {
    type     = uuid
    required = true
  }
  field "status" {
    type     = enum("draft", "open", "it's done", "$${x}")
    required = true
  }
  belongs_to "contact" {
    table = "contacts"
    key   = "contact_id"
  }
  belongs_to "billing" {
    table = "addresses"
    key   = "billing_id"
  }
  belongs_to "shipping" {
    table = "addresses"
    key   = "shipping_id"
  }
  has_many "order_items" {
    table = "order_items"
    key   = "order_no"
  }
  # field "rate" (double precision): a binary fraction, which is taken to be the shortest decimal that it prints
  # field "changed" (timestamp without time zone): it has no time zone, and is taken to be in UTC
  # field "code" (character(3)): the spaces at the end of such a text are none of it
}
