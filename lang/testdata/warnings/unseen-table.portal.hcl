# ALONE
portal "acme" {
  users = "people"
  login = "email"
}
table "people" {
  fields = {
    id      = number
    email   = string
    role_id = number
    job_id  = number
  }
  belongs_to "role" {
    table = "roles"
    key   = "role_id"
  }
  belongs_to "job" {
    table = "jobs"
    key   = "job_id"
  }
}
table "roles" {
  fields = {
    id   = number
    name = string
  }
}
table "jobs" { # WARNING: Unseen table | "jobs" | No profile can see the table "jobs"
  fields = {
    id   = number
    name = string
  }
}
table "closed" { # WARNING: Unseen table | "closed"
  fields = { id = number }
}
table "half" {
  fields = { id = number }
}
table "asked" {
  fields = { id = number }
}
page "home" {}
form "ask" { table = "asked" }
profile "p" {
  allow "page" "home" { when = user.role.name == "boss" }
  allow "form" "ask" {}
  deny "table" "closed" {}
  allow "table" "half" { # WARNING: Action without view
    actions = ["delete"]
    rows    = all
  }
}
