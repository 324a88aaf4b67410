condition "in_my_charge" {
  description = "A task of the person, or of somebody whom the person manages"
  table       = "tasks"
  when        = row.owner == user.id || row.owner_user.manager_id == user.id
}

# R8, R9: each right on its own
profile "manager" {
  title = "Manager"

  allow "table" "tasks" {
    actions = ["view", "update", "read_comments"]
    rows    = condition.in_my_charge
    message = "A manager has the tasks of the people in their charge."
  }
  allow "table" "tasks" {
    actions = ["delete"]
    rows    = row.status == "Done" && row.due <= dateadd(today, -30)
    message = "Done tasks are kept for 30 days."
  }
  allow "table" "tasks" {
    actions = ["create_comments"]
    rows    = row.status != "Done" # portcullis: allow null-stays-out not in use yet
  }

  # R4: the other operators
  allow "table" "timesheets" {
    actions = ["view", "approve"]
    rows = (
      row.hours > 0 && row.hours <= 10
      && row.day >= dateadd(today, -28) && row.day < today
      # portcullis: allow null-stays-out hours of no kind are to be corrected first
      && !contains(local.not_paid, row.kind)
      && coalesce(row.approved, false) == false
    )
    hide = ["rate"]
  }
}

# R9: whoever moderates edits and deletes comments, and reads them for that.
profile "moderator" {
  allow "table" "tasks" {
    actions = ["view", "read_comments", "edit_comments"]
    rows    = all
    fields  = ["id", "title", "owner"]
  }
  allow "table" "tasks" {
    actions = ["delete_comments"]
    rows    = row.priority == null || row.priority != "high"
  }
}

# R1: rights that are not about rows. R7: manage_structure
profile "admin" {
  title = "Administrator"

  allow "capability" "manage_users" {}
  allow "table" "tasks" "timesheets" {
    actions = ["manage_structure"]
    rows    = all
  }
}

profile "builder" {
  allow "capability" "create_table" "create_dashboard" {}
}
