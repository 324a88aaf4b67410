# What the people of a client company may do.
profile "client" {
  title = "Client"

  # J3, J6: data separation. Only the projects of one's own company.
  allow "table" "projects" {
    actions = ["view"]
    rows    = row.client == team.client
    hide    = ["budget", "margin"]
  }

  # J7: a lead sees the budget too, and takes the list home.
  allow "table" "projects" {
    actions = ["view", "export"]
    rows    = row.client == team.client
    hide    = ["margin"]
    when    = user.role == "lead"
  }

  # J3 over a relation: the tasks of these projects, if the agency shares them.
  allow "table" "tasks" {
    actions = ["view"]
    rows    = condition.ours && row.shared
    hide    = ["rate"]
  }

  # J7: adding on a condition
  allow "table" "tasks" {
    actions = ["create"]
    rows    = condition.ours && row.project.status != "done"
    hide    = ["assignee", "rate"]
    check   = new.due == null || new.due >= today
    set     = { added_by = user.login, requested_by = user.name, status = "todo", shared = true }
    message = "A task needs a project of yours that is not done, and no day that is past."
  }

  # J7: editing and deleting on a condition
  allow "table" "tasks" {
    actions   = ["update", "delete"]
    rows      = own && row.status == "todo"
    read_only = ["project_id", "assignee", "requested_by", "shared"]
    message   = "Only a task that you added, and nobody has begun, can be changed."
  }

  # J4: whoever a task is assigned to moves it on, and changes nothing else of it.
  allow "table" "tasks" {
    actions   = ["update"]
    rows      = row.assignee == user.email
    read_only = ["project_id", "title", "assignee", "added_by", "requested_by", "due", "shared"]
    check     = contains(["doing", "review"], new.status)
  }

  # A company on trial looks, and does not touch. Nor does one of which no plan is known.
  deny "table" "tasks" {
    actions = ["create", "update", "delete"]
    when    = team.plan == "trial"
    message = "During the trial, tasks can be seen but not changed."
  }

  # J4: separation by a property of the user. One's own record in full.
  allow "table" "people" {
    actions   = ["view", "update"]
    rows      = row.email == user.email
    read_only = ["client"]
  }

  # J2: colleagues are those with an address of the company's domain.
  allow "table" "people" {
    actions = ["view"]
    rows    = endswith(row.email, team.domain) # portcullis: allow not-for-query-filters the portal asks by the page
    fields  = ["id", "name", "email"]
  }

  allow "table" "invoices" {
    actions = ["view", "print"]
    rows    = row.project.client == team.client
    when    = user.role == "lead"
  }

  # J5: three pages, and no other
  allow "page" "Tasks" "Tasks-edit" "Tasks-create" {}

  # J8: by a property of the user, by a property of the team
  allow "capability" "invoice_tab" { when = user.role == "lead" }
  allow "capability" "priority_support" { when = team.plan == "premium" }
}

# Somebody who has signed up, and whom no company has invited yet.
profile "visitor" {
  default = true

  allow "page" "Welcome" {}
}
