table "t_2024" {
  source = "2024"
  fields = {
    id    = number
    total = number
  }
}

table "invoice_lines" {
  source = "Invoice Lines"
  fields = {
    id     = number
    amount = number
  }
}

table "clients" {
  description = "who pays"
  fields = {
    region = enum("EU", "US")
    size   = string
  }
  field "id" {
    type      = number
    generated = true
  }
  field "name" {
    description = "as on the invoice"
    type        = string
    required    = true
  }
  field "grosse_cm" {
    type   = number
    column = "Größe (cm)"
  }
  has_many "orders_by_billing" {
    table = "orders"
    key   = "billing_id"
  }
  has_many "orders_by_shipping" {
    table = "orders"
    key   = "shipping_id"
  }
  has_many "people" {
    table = "people"
    key   = "client_id"
  }
  # field "grosse_cm" (double): a binary fraction, which is taken to be the shortest decimal that it prints
}

table "notes" {
  fields = {
    id       = number
    order_no = string
    line     = number
  }
  belongs_to "order_line" {
    table = "order_lines"
    key   = ["order_no", "line"]
  }
}

# The table "nothing" is left out: it has no primary key; nor is another column unique and never null.
# table "nothing" {
#   fields = {
#     a = number
#     b = number
#   }
# }

# The view "open_orders" is left out: the database knows of no key that a view has; with a key and without these marks of a comment it is a table.
# table "open_orders" {
#   fields = {
#     billing_id  = number
#     shipping_id = number
#     large       = number
#     tags        = string
#     whole       = number
#     half        = number
#     none        = string
#     founded     = number
#   }
#   field "order_no" {
#     type     = string
#     required = true
#     column   = "orderNo"
#   }
#   field "person_id" {
#     type     = number
#     required = true
#   }
#   field "total" {
#     type     = number
#     required = true
#     default  = 0.50
#   }
#   field "status" {
#     type     = enum("draft", "it's", "\"q\"")
#     required = true
#     default  = "draft"
#   }
#   field "placed" {
#     type     = timestamp
#     required = true
#     default  = now
#   }
#   field "changed" {
#     type     = timestamp
#     required = true
#     default  = now
#   }
#   field "due" {
#     type    = date
#     default = today
#   }
#   field "note" {
#     type    = string
#     default = "it's"
#   }
#   field "path" {
#     type      = string
#     generated = true
#   }
#   field "token" {
#     type      = string
#     required  = true
#     generated = true
#   }
#   field "for" {
#     type = string
#   }
#   field "since" {
#     type    = date
#     default = "2026-01-01"
#   }
#   field "level" {
#     type     = number
#     required = true
#     default  = -1
#   }
#   # field "large" (decimal(65,10)): statements know numbers of at most 34 digits before the point, and 30 behind it
#   # column "payload" (longblob): the language has no type for it
#   # column "flags" (set('a','b')): the language has no type for it
#   # field "placed" (datetime(6)): it has no time zone, and is taken to be in UTC
#   # field "changed" (timestamp): it is shown in the session's time zone, which has to be UTC for statements
#   # column "at" (time): the language has no type for it
# }

table "order_lines" {
  key = ["order_no", "line"]
  fields = {
    order_no = string
    line     = number
  }
  field "sku" {
    type     = string
    required = true
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_no"
  }
  has_many "notes" {
    table = "notes"
    key   = ["order_no", "line"]
  }
}

table "orders" {
  key = "order_no"
  fields = {
    billing_id  = number
    shipping_id = number
    large       = number
    tags        = json
    none        = string
    founded     = number
  }
  field "order_no" {
    type   = string
    column = "orderNo"
  }
  field "person_id" {
    type     = number
    required = true
  }
  field "total" {
    type     = number
    required = true
    default  = 0.50
  }
  field "status" {
    type     = enum("draft", "it's", "\"q\"")
    required = true
    default  = "draft"
  }
  field "placed" {
    type     = timestamp
    required = true
    default  = now
  }
  field "changed" {
    type     = timestamp
    required = true
    default  = now
  }
  field "due" {
    type    = date
    default = today
  }
  field "note" {
    type    = string
    default = "it's"
  }
  field "path" {
    type      = string
    generated = true
  }
  field "token" {
    type      = string
    required  = true
    generated = true
  }
  field "for" {
    type = string
  }
  field "whole" {
    type      = number
    generated = true
  }
  field "half" {
    type      = number
    generated = true
  }
  field "since" {
    type    = date
    default = "2026-01-01"
  }
  field "level" {
    type     = number
    required = true
    default  = -1
  }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
  belongs_to "billing" {
    table = "clients"
    key   = "billing_id"
  }
  belongs_to "shipping" {
    table = "clients"
    key   = "shipping_id"
  }
  has_many "order_lines" {
    table = "order_lines"
    key   = "order_no"
  }
  # field "large" (decimal(65,10)): statements know numbers of at most 34 digits before the point, and 30 behind it
  # column "payload" (longblob): the language has no type for it
  # field "tags" (longtext): if it holds lists, declare it as a list
  # column "flags" (set('a','b')): the language has no type for it
  # field "placed" (datetime(6)): it has no time zone, and is taken to be in UTC
  # field "changed" (timestamp): it is shown in the session's time zone, which has to be UTC for statements
  # column "at" (time): the language has no type for it
}

table "people" {
  fields = {
    boss_id = number
    born    = date
  }
  field "id" {
    type      = number
    generated = true
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
  # column "height" (float): it has more digits than it shows, so that statements cannot compare it exactly
}

# The table "prefixes" is left out: it has no primary key; nor is another column unique and never null.
# table "prefixes" {
#   field "name" {
#     type     = string
#     required = true
#   }
# }

table "products" {
  key = "sku"
  fields = {
    sku = string
  }
  field "name" {
    type     = string
    required = true
  }
  # key: "sku" is unique and never null; it has no primary key
}

table "t1" {
  fields = {
    id = number
  }
}

table "t2" {
  fields = {
    id = number
  }
}

table "t3" {
  fields = {
    id = number
  }
}

table "versioned" {
  fields = {
    id   = number
    name = string
  }
}
