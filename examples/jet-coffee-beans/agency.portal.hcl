# What the agency's own people may do. J7: full access to tasks, read-only
# access to projects, no access to invoices.
profile "account_manager" {
  title = "Account manager"

  allow "table" "tasks" {
    actions = ["*"]
    rows    = all
  }
  allow "table" "projects" {
    actions = ["view"]
    rows    = all
  }
  allow "page" "*" {}
  allow "capability" "*" {}
}

# J7: custom access, each kind of change on a condition of its own
profile "bookkeeper" {
  title = "Bookkeeper"

  allow "table" "projects" {
    actions = ["view"]
    rows    = all
    fields  = ["id", "client", "name"]
  }
  allow "table" "invoices" {
    actions = ["view", "export"]
    rows    = all
  }
  allow "table" "invoices" {
    actions   = ["create"]
    rows      = all
    read_only = ["paid_on"]
    check     = new.amount > 0 && new.project.status != "planned"
    message   = "An invoice is for an amount, and for a project that has begun."
  }
  allow "table" "invoices" {
    actions   = ["update"]
    rows      = row.paid_on == null
    read_only = ["project_id", "number", "amount"]
    check     = new.paid_on >= new.issued
    message   = "What is paid is closed, and nothing is paid before it is issued."
  }
  allow "table" "invoices" {
    actions = ["delete"]
    rows    = row.issued == null
  }
  allow "page" "Invoices" {}
}
