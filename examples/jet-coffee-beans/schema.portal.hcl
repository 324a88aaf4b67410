# The agency's base. There is no table of users: what identifies a person or a
# company are the properties that the portal keeps with the login.
portal "client_portal" {
  description = "An agency's projects, for the companies it works for"

  # J2: facts that identify a person, and the company that invited them
  user_properties = { email = string, name = string, role = enum("member", "lead") }
  team_properties = { client = string, domain = string, plan = enum("trial", "standard", "premium") }
}

table "projects" {
  fields = {
    id       = number
    client   = string
    name     = string
    status   = enum("planned", "active", "done")
    deadline = date
    budget   = number
    margin   = number # percent, for the agency alone
  }
}

table "tasks" {
  owner = "added_by"
  fields = {
    id           = number
    project_id   = number
    status       = enum("todo", "doing", "review", "done")
    assignee     = string # e-mail
    added_by     = string # login
    requested_by = string # name
    due          = date
    rate         = number # what the agency pays for an hour of it
    shared       = bool
  }
  field "title" {
    type     = string
    required = true
  }
  belongs_to "project" {
    table = "projects"
    key   = "project_id"
  }
}

table "people" {
  fields = {
    id     = number
    name   = string
    email  = string
    client = string
    phone  = string
  }
}

table "invoices" {
  fields = {
    id         = number
    project_id = number
    number     = string
    amount     = number
    issued     = date
    paid_on    = date
  }
  belongs_to "project" {
    table = "projects"
    key   = "project_id"
  }
}

page "Tasks" "Tasks-edit" "Tasks-create" "Projects" "Invoices" "Welcome" {}

# J8: parts of a page that are shown or hidden
capability "invoice_tab" "priority_support" {}

condition "ours" {
  description = "A task in a project of the person's company"
  table       = "tasks"
  when        = row.project.client == team.client
}
