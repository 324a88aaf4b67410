# R4: a path over the person's manager; R8: can_edit
test "a manager has the tasks of the people in their charge" {
  as = ["mo"]

  view "tasks" {
    expect = <<-GRID
      id | title             | owner | status | client       | priority | request_date | due
      1  | Logo drafts       | 11    | To do  | Coffee Beans | high     | 2026-02-01   | 2026-03-10
      2  | Menu cards        | 11    | Doing  | Coffee Beans | normal   | 2026-02-03   | 2026-03-05
      3  | Shop sign         | 11    | Done   | Green Leaf   | low      | 2026-01-05   | 2026-01-30
      4  | Poster            | 11    |        | Green Leaf   |          |              |
      5  | Website           | 12    | Doing  | Daily Grind  | high     | 2026-02-10   | 2026-03-31
      6  | Photos            | 12    | To do  |              | normal   | 2026-02-11   |
      7  | Old flyer         | 12    | Done   | Daily Grind  | normal   | 2025-12-01   | 2026-01-31
      8  | Offer             | 22    | To do  | Olive Press  | low      | 2026-02-20   | 2026-03-02
      9  | Contract          | 22    | Done   | Olive Press  | high     | 2026-01-02   | 2026-01-15
      13 | Last year's cards | 11    | Done   | Coffee Beans |          | 2025-11-11   |
      15 | Stalled shoot     | 12    | Doing  | Daily Grind  | low      | 2025-12-12   | 2026-01-10
      16 | Name cards        | 11    | Done   | Green Leaf   | normal   | 2026-01-12   | 2026-02-01
    GRID
  }
  can "update" "tasks" {
    row = 1
    set = { client = "Green Leaf", priority = "low", request_date = null, owner = 12 }
  }
  cannot "update" "tasks" { # given away to somebody else's people
    row    = 1
    set    = { owner = 13 }
    reason = "people in their charge"
  }
  cannot "update" "tasks" {
    row = 1
    set = { owner = null }
  }
  cannot "update" "tasks" {
    row = 12
    set = { priority = "low" }
  }
  cannot "create" "tasks" { set = { title = "Stickers", owner = 22 } }
}

test "a manager of nobody, without tasks, has none" {
  as = ["max"]

  view "tasks" { rows = [] }
}

# R8: can_delete
test "done tasks are kept for 30 days" {
  as = ["mo"]

  can "delete" "tasks" { row = 3 }
  can "delete" "tasks" { row = 7 } # 30 days ago
  can "delete" "tasks" { row = 9 }
  cannot "delete" "tasks" { # 29 days ago
    row    = 16
    reason = "kept for 30 days"
  }
  cannot "delete" "tasks" { row = 13 } # some day
  cannot "delete" "tasks" { row = 15 } # not done
  cannot "delete" "tasks" { row = 14 } # done long ago, and not in Mo's charge
}

# R9: each right on its own
test "a manager reads comments, and writes them on what is not done" {
  as = ["mo"]

  can "read_comments" "tasks" { row = 1 }
  can "read_comments" "tasks" { row = 3 }
  cannot "read_comments" "tasks" { row = 12 }
  can "create_comments" "tasks" { row = 1 }
  cannot "create_comments" "tasks" { row = 3 }
  cannot "create_comments" "tasks" { row = 4 } # done or not, nobody knows
  cannot "create_comments" "tasks" { row = 12 }
  cannot "edit_comments" "tasks" { row = 1 }
  cannot "delete_comments" "tasks" { row = 1 }
  cannot "manage_structure" "tasks" {}
}

# R8, R9: what a right is about is not what another is about
test "a manager who deletes tasks and comments on them does nothing else with them" {
  as = ["mo"]

  cannot "update" "tasks" { # done, and to be deleted: but not given away first
    row = 3
    set = { owner = 13 }
  }
  cannot "edit_comments" "tasks" { row = 3 }
  cannot "delete_comments" "tasks" { row = 3 }
  cannot "create" "tasks" { set = { title = "Photos", status = "Done", due = "2026-01-29" } }
  cannot "create" "tasks" { set = { title = "Stickers", status = "To do" } }
}

test "whoever sees all tasks and manages nobody reads the comments on none" {
  as = ["tia_for_mo"]

  view "tasks" { rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] }
  cannot "read_comments" "tasks" { row = 1 }
  cannot "read_comments" "tasks" { row = 3 }
}

# R9
test "a moderator edits and deletes comments, and writes none" {
  as = ["mod"]

  view "tasks" {
    expect = <<-GRID
      id | title             | owner
      1  | Logo drafts       | 11
      2  | Menu cards        | 11
      3  | Shop sign         | 11
      4  | Poster            | 11
      5  | Website           | 12
      6  | Photos            | 12
      7  | Old flyer         | 12
      8  | Offer             | 22
      9  | Contract          | 22
      10 | Clean the archive |
      11 | Hand over         | 99
      12 | Invoice template  | 13
      13 | Last year's cards | 11
      14 | Calendar          | 13
      15 | Stalled shoot     | 12
      16 | Name cards        | 11
    GRID
  }
  can "read_comments" "tasks" { row = 10 }
  can "edit_comments" "tasks" { row = 1 }
  can "edit_comments" "tasks" { row = 10 }
  can "delete_comments" "tasks" { row = 2 }
  can "delete_comments" "tasks" { row = 4 }
  cannot "delete_comments" "tasks" { row = 1 }
  cannot "create_comments" "tasks" { row = 1 }
  cannot "update" "tasks" {
    row = 1
    set = { title = "Logo" }
  }
}

test "a moderator is about comments alone" {
  as = ["mod"]

  cannot "create" "tasks" { set = { title = "Stickers" } }
  cannot "update" "tasks" { row = 2 }
  cannot "delete" "tasks" { row = 2 }
  cannot "create_comments" "tasks" { row = 2 }
  cannot "manage_structure" "tasks" {}
}

test "two profiles at once: rows of the one, fields of the other" {
  as = ["mo_moderates"]

  view "tasks" {
    expect = <<-GRID
      id | title             | owner | status | client       | priority | request_date | due
      1  | Logo drafts       | 11    | To do  | Coffee Beans | high     | 2026-02-01   | 2026-03-10
      2  | Menu cards        | 11    | Doing  | Coffee Beans | normal   | 2026-02-03   | 2026-03-05
      3  | Shop sign         | 11    | Done   | Green Leaf   | low      | 2026-01-05   | 2026-01-30
      4  | Poster            | 11    |        | Green Leaf   |          |              |
      5  | Website           | 12    | Doing  | Daily Grind  | high     | 2026-02-10   | 2026-03-31
      6  | Photos            | 12    | To do  |              | normal   | 2026-02-11   |
      7  | Old flyer         | 12    | Done   | Daily Grind  | normal   | 2025-12-01   | 2026-01-31
      8  | Offer             | 22    | To do  | Olive Press  | low      | 2026-02-20   | 2026-03-02
      9  | Contract          | 22    | Done   | Olive Press  | high     | 2026-01-02   | 2026-01-15
      10 | Clean the archive |       | ***    | ***          | ***      | ***          | ***
      11 | Hand over         | 99    | ***    | ***          | ***      | ***          | ***
      12 | Invoice template  | 13    | ***    | ***          | ***      | ***          | ***
      13 | Last year's cards | 11    | Done   | Coffee Beans |          | 2025-11-11   |
      14 | Calendar          | 13    | ***    | ***          | ***      | ***          | ***
      15 | Stalled shoot     | 12    | Doing  | Daily Grind  | low      | 2025-12-12   | 2026-01-10
      16 | Name cards        | 11    | Done   | Green Leaf   | normal   | 2026-01-12   | 2026-02-01
    GRID
  }
  can "create_comments" "tasks" { row = 12 }
  can "delete" "tasks" { row = 14 }
  cannot "update" "tasks" {
    row = 12
    set = { title = "Template" }
  }
}

# R4: <, <=, >=, and what is not known
test "a manager approves the hours of the last four weeks that are plausible and open" {
  as = ["mo"]

  view "timesheets" {
    expect = <<-GRID
      id | worker | day        | hours | kind   | note     | approved
      1  | 11     | 2026-03-01 | 8     | work   |          | false
      2  | 11     | 2026-02-02 | 10    | work   | long day |
      3  | 12     | 2026-02-27 | 0.25  | travel |          | false
    GRID
  }
  can "approve" "timesheets" { row = 1 }
  cannot "approve" "timesheets" { row = 9 }
  cannot "update" "timesheets" {
    row = 1
    set = { approved = true }
  }
}

test "hours are approved by a manager, and not written" {
  as = ["mo"]

  cannot "create" "timesheets" { set = { day = "2026-02-26", hours = 8, kind = "work" } }
  cannot "update" "timesheets" { row = 1 }
  cannot "delete" "timesheets" { row = 1 }
}

# R7
test "an administrator changes the structure of tables, and sees no row of them" {
  as = ["ada"]

  can "manage_structure" "tasks" {}
  can "manage_structure" "timesheets" {}
  cannot "manage_structure" "reminders" {}
  cannot "manage_structure" "users" {}
  view "tasks" { rows = [] }
  view "timesheets" { rows = [] }
}

test "an administrator who is a member too sees the rows, and has no right to them" {
  as = ["ada_at_work"]

  view "timesheets" { rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }
  cannot "approve" "timesheets" { row = 1 }
  cannot "create" "tasks" { set = { title = "Stickers" } }
  cannot "update" "tasks" { row = 1 }
  cannot "delete" "tasks" { row = 1 }
  cannot "read_comments" "tasks" { row = 1 }
  cannot "create_comments" "tasks" { row = 1 }
  cannot "edit_comments" "tasks" { row = 1 }
  cannot "delete_comments" "tasks" { row = 1 }
}

# R1: each right on its own
test "an administrator manages users" {
  as = ["ada"]

  can "access" "capability" "manage_users" {}
  cannot "access" "capability" "create_table" {}
  cannot "access" "capability" "create_dashboard" {}
}

test "a builder creates tables and dashboards" {
  as = ["bob"]

  cannot "access" "capability" "manage_users" {}
  can "access" "capability" "create_table" {}
  can "access" "capability" "create_dashboard" {}
  cannot "manage_structure" "tasks" {}
}
