# R4: owner is the person, and status is not Done; R5: no request_date
test "a contractor sees their own tasks that are to be done" {
  as = ["cara"]

  view "tasks" {
    expect = <<-GRID
      id | title       | owner | status | client       | priority | due
      1  | Logo drafts | 11    | To do  | Coffee Beans | high     | 2026-03-10
      2  | Menu cards  | 11    | Doing  | Coffee Beans | normal   | 2026-03-05
    GRID
  }
}

test "another contractor sees other tasks" {
  as = ["carl"]

  view "tasks" { rows = [5, 6, 15] }
}

# R8: can_create; R6: client and priority are for others to say
test "a contractor creates tasks of their own" {
  as = ["cara"]

  can "create" "tasks" { set = { title = "Stickers", owner = 11, status = "To do", due = "2026-03-09" } }
  cannot "create" "tasks" {
    set    = { title = "Stickers", owner = 12, status = "To do" }
    reason = "tasks of their own"
  }
  cannot "create" "tasks" { set = { title = "Stickers", owner = 11, status = "Done" } }
  cannot "create" "tasks" { set = { title = "Stickers", owner = 11 } }
  cannot "create" "tasks" { set = { title = "Stickers", status = "To do" } }
  cannot "create" "tasks" { set = { owner = 11, status = "To do" } } # a task has a title
  cannot "create" "tasks" { set = { title = "Stickers", owner = 11, status = "To do", client = "Green Leaf" } }
  cannot "create" "tasks" { set = { title = "Stickers", owner = 11, status = "To do", priority = "low" } }
  cannot "create" "tasks" { set = { title = "Stickers", owner = 11, status = "To do", request_date = "2026-03-02" } }
}

# R8, R9, R7: what is not given
test "a contractor does not edit or delete tasks, and has no comments" {
  as = ["cara"]

  cannot "update" "tasks" {
    row = 1
    set = { status = "Doing" }
  }
  cannot "delete" "tasks" { row = 1 }
  cannot "read_comments" "tasks" { row = 1 }
  cannot "create_comments" "tasks" { row = 1 }
  cannot "edit_comments" "tasks" { row = 1 }
  cannot "delete_comments" "tasks" { row = 1 }
  cannot "export" "tasks" { row = 1 }
  cannot "manage_structure" "tasks" {}
}

# R10
test "a contractor has the reminders in full" {
  as = ["cara", "carl"]

  view "reminders" {
    expect = <<-GRID
      id | text             | at                        | tags
      1  | Ship the cards   | 2026-03-04T09:00:00Z      | ["cards", "post"]
      2  | Call the printer | 2026-03-03T15:30:00+01:00 | []
      3  | Water the plants |                           |
    GRID
  }
  can "create" "reminders" { set = { text = "Buy paper", at = "2026-03-05T10:00:00Z", tags = ["paper"] } }
  can "update" "reminders" {
    row = 3
    set = { at = "2026-03-06T08:00:00Z", tags = null }
  }
  can "delete" "reminders" { row = 2 }
  can "import" "reminders" { set = { text = "Buy paper" } }
  can "export" "reminders" { row = 1 }
  can "print" "reminders" { row = 1 }
  can "read_comments" "reminders" { row = 1 }
  can "create_comments" "reminders" { row = 1 }
  can "edit_comments" "reminders" { row = 1 }
  can "delete_comments" "reminders" { row = 1 }
  can "manage_structure" "reminders" {}
}

# R11, R12
test "a contractor opens every dashboard but one, and nothing else" {
  as = ["cara", "carl"]

  can "access" "dashboard" "delivery_kpis" {}
  cannot "access" "dashboard" "marketing_kpis" {}
  cannot "access" "page" "wiki" {}
  cannot "access" "page" "settings" {}
  cannot "access" "capability" "manage_users" {}
  view "users" { rows = [] }
  view "timesheets" { rows = [] }
}

test "a contractor has no channels and writes to nobody" {
  as = ["cara"]

  cannot "read" "channel" "general" {}
  cannot "post" "channel" "general" {}
  cannot "access" "message" "*" { to = "mo" }
}

# R15
test "a contractor's first screen" {
  as = ["cara", "carl"]

  menu { expect = ["tasks", "reminders", "delivery_kpis"] }
}

# R14, R15: the restriction of the one profile overrules what the other enables.
test "two profiles at once: a contractor who is a member sees more, but not the one dashboard" {
  as = ["cara_at_home"]

  view "tasks" {
    rows   = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
    fields = ["id", "title", "owner", "status", "client", "priority", "request_date", "due"]
  }
  can "create" "tasks" { set = { title = "Stickers", owner = 11, status = "To do" } }
  cannot "create" "tasks" { set = { title = "Stickers", owner = 11, status = "To do", priority = "low" } }
  cannot "update" "tasks" {
    row = 1
    set = { status = "Doing" }
  }
  can "access" "dashboard" "delivery_kpis" {}
  cannot "access" "dashboard" "marketing_kpis" {}
  can "access" "page" "settings" {}
  menu { expect = ["tasks", "reminders", "timesheets", "delivery_kpis", "wiki", "settings"] }
}

# R13, R14
test "who is locked has no table, whatever else they are" {
  as = ["cara_locked"]

  view "tasks" { rows = [] }
  view "reminders" { rows = [] }
  view "timesheets" { rows = [] }
  view "users" { rows = [] }
  cannot "create" "tasks" {
    set    = { title = "Stickers", owner = 11, status = "To do" }
    reason = "locked"
  }
  cannot "delete" "reminders" {
    row    = 1
    reason = "locked"
  }
  cannot "manage_structure" "reminders" {}
  can "access" "page" "wiki" {}
  menu { expect = ["delivery_kpis", "wiki", "settings"] }
}
