portal "studio" {
  description = "A studio's work, and the contractors who do a part of it"
  users       = "users"
  login       = "email"
}

table "users" {
  fields = {
    id         = number
    name       = string
    email      = string
    manager_id = number
  }
}

table "tasks" {
  fields = {
    id           = number
    owner        = number
    status       = enum("To do", "Doing", "Done")
    client       = string
    priority     = enum("low", "normal", "high")
    request_date = date
    due          = date
  }
  field "title" {
    type     = string
    required = true
  }
  belongs_to "owner_user" {
    table = "users"
    key   = "owner"
  }
}

table "reminders" {
  fields = {
    id   = number
    text = string
    at   = timestamp
    tags = list(string)
  }
}

table "timesheets" {
  fields = {
    id       = number
    worker   = number
    day      = date
    hours    = number
    kind     = enum("work", "travel", "break")
    note     = string
    approved = bool
    rate     = number
  }
}

action "approve" { tables = ["timesheets"] }

page "wiki" "settings" {}
dashboard "delivery_kpis" "marketing_kpis" {}
channel "123" "general" "random" {}

# R1
capability "manage_users" "create_table" "create_dashboard" {}

locals {
  not_paid = ["break"]
}
