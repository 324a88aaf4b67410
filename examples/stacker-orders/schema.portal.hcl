# S1: one table of the people who log in, customers and staff both. Whoever
# signs in is found there by the e-mail address.
portal "client_orders" {
  description = "What our customers have ordered, and the projects it is for"
  users       = "people"
  login       = "email"
}

table "people" {
  fields = {
    id        = number
    name      = string
    kind      = enum("customer", "staff")
    phone     = string
    client_id = number # of customers
  }
  field "email" {
    type     = string
    required = true
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
}

table "clients" {
  fields = {
    id     = number
    name   = string
    region = enum("EU", "US")
  }
}

table "orders" {
  fields = {
    id         = number
    contact_id = number
    project_id = number
    placed     = date
    total      = number
    margin     = number
    note       = string
  }
  field "status" {
    type        = string
    description = "The code of one of the statuses"
  }
  belongs_to "contact" {
    table = "people"
    key   = "contact_id"
  }
  belongs_to "project" {
    table = "projects"
    key   = "project_id"
  }
  belongs_to "state" {
    table = "statuses"
    key   = "status"
  }
  has_many "items" {
    table = "order_items"
    key   = "order_id"
  }
}

table "order_items" {
  fields = {
    id         = number
    order_id   = number
    product_id = number
    quantity   = number
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_id"
  }
}

table "invoices" {
  fields = {
    id       = number
    order_id = number
    number   = string
    amount   = number
    due      = date
    paid     = bool
    dunning  = string # what the accountants say about it
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_id"
  }
}

table "projects" {
  fields = {
    id        = number
    name      = string
    client_id = number
    phase     = enum("plan", "build", "run")
  }
  has_many "members" {
    table = "project_members"
    key   = "project_id"
  }
}

# S4: many people on many projects
table "project_members" {
  fields = {
    id         = number
    project_id = number
    staff_id   = number
    role       = enum("lead", "member")
  }
  belongs_to "project" {
    table = "projects"
    key   = "project_id"
  }
}

# S6: shared reference data
table "products" {
  fields = {
    id    = number
    name  = string
    price = number
  }
}

table "statuses" {
  key = "code"
  fields = {
    code   = string
    label  = string
    closed = bool
  }
}

# S5, S8: in the same base, and in no statement: out of everyone's reach.
# `portcullis validate` warns of it, in case it has been forgotten.
table "payroll" {
  fields = {
    id        = number
    person_id = number
    salary    = number
  }
}

page "shop" "invoices" "projects" {}

capability "eu_vat_form" {}

condition "on_the_team" {
  description = "An order of a project that the person works on"
  table       = "orders"
  when        = contains(row.project.members[*].staff_id, user.id) # portcullis: allow not-for-query-filters the portal asks by the page
}
