# R16, R11
test "a member sees everything" {
  as = ["lee"]

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
      10 | Clean the archive |       | To do  |              | low      | 2026-02-15   |
      11 | Hand over         | 99    | Doing  | Green Leaf   | normal   | 2026-02-16   | 2026-02-28
      12 | Invoice template  | 13    | To do  |              | high     | 2026-02-17   | 2026-03-20
      13 | Last year's cards | 11    | Done   | Coffee Beans |          | 2025-11-11   |
      14 | Calendar          | 13    | Done   | Coffee Beans | low      | 2025-10-01   | 2025-12-01
      15 | Stalled shoot     | 12    | Doing  | Daily Grind  | low      | 2025-12-12   | 2026-01-10
      16 | Name cards        | 11    | Done   | Green Leaf   | normal   | 2026-01-12   | 2026-02-01
    GRID
  }
  view "users" {
    expect = <<-GRID
      id | name      | email                  | manager_id
      1  | Ada Ames  | ada@studio.example     |
      11 | Cara Diaz | cara@freelance.example | 22
      12 | Carl Eng  | carl@freelance.example | 22
      13 | Tia Wolf  | tia@studio.example     | 1
      22 | Mo Hart   | mo@studio.example      |
      23 | Lee Quist | lee@studio.example     | 98
      24 | Max Kern  | max@studio.example     |
    GRID
  }
  view "timesheets" {
    expect = <<-GRID
      id | worker | day        | hours | kind   | note       | approved | rate
      1  | 11     | 2026-03-01 | 8     | work   |            | false    | 40
      2  | 11     | 2026-02-02 | 10    | work   | long day   |          | 40
      3  | 12     | 2026-02-27 | 0.25  | travel |            | false    | 35
      4  | 12     | 2026-02-26 | 0     | work   | ill        | false    | 35
      5  | 12     | 2026-02-25 | 10.5  | work   | too long   | false    | 35
      6  | 11     | 2026-02-01 | 8     | work   | too late   | false    | 40
      7  | 11     | 2026-03-02 | 4     | work   | not over   | false    | 40
      8  | 12     | 2026-02-24 | 1     | break  |            | false    | 35
      9  | 12     | 2026-02-23 | 8     | work   |            | true     | 35
      10 | 11     |            | 8     | work   | some day   | false    | 40
      11 | 11     | 2026-02-20 |       | work   | some hours | false    | 40
      12 | 12     | 2026-02-19 | 8     |        | something  | false    | 35
    GRID
  }
  view "reminders" { rows = [1, 2, 3] }
  can "access" "page" "wiki" {}
  can "access" "page" "settings" {}
  can "access" "dashboard" "delivery_kpis" {}
  can "access" "dashboard" "marketing_kpis" {}
  menu { expect = ["timesheets", "wiki", "settings", "marketing_kpis"] }
}

test "a member manages nothing" {
  as = ["lee"]

  cannot "create" "tasks" { set = { title = "Stickers" } }
  cannot "update" "tasks" {
    row = 1
    set = { status = "Doing" }
  }
  cannot "delete" "reminders" { row = 1 }
  cannot "approve" "timesheets" { row = 1 }
  cannot "manage_structure" "tasks" {}
  cannot "access" "capability" "manage_users" {}
  cannot "access" "capability" "create_table" {}
  cannot "access" "capability" "create_dashboard" {}
  cannot "read" "channel" "general" {}
  cannot "access" "message" "*" { to = "mo" }
}

test "a member takes nothing away, and brings nothing in" {
  as = ["lee"]

  cannot "export" "tasks" { row = 1 }
  cannot "print" "tasks" { row = 1 }
  cannot "import" "tasks" { set = { title = "Stickers" } }
  cannot "read_comments" "tasks" { row = 1 }
  cannot "create_comments" "tasks" { row = 1 }
  cannot "edit_comments" "tasks" { row = 1 }
  cannot "delete_comments" "tasks" { row = 1 }
}

# R12, R14: by name
test "a trainee sees what a member sees, without three things" {
  as = ["tia"]

  view "tasks" { rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] }
  view "users" { rows = [1, 11, 12, 13, 22, 23, 24] }
  view "reminders" { rows = [1, 2, 3] }
  view "timesheets" { rows = [] }
  cannot "view" "timesheets" {
    row    = 1
    reason = "not for trainees"
  }
  can "access" "page" "wiki" {}
  cannot "access" "page" "settings" {}
  can "access" "dashboard" "delivery_kpis" {}
  cannot "access" "dashboard" "marketing_kpis" {}
  menu { expect = ["wiki"] }
}

# R2
test "the channels are open, and one is read only" {
  as = ["carl"]

  can "read" "channel" "123" {}
  can "read" "channel" "general" {}
  can "read" "channel" "random" {}
  can "post" "channel" "general" {}
  can "post" "channel" "random" {}
  cannot "post" "channel" "123" { reason = "Announcements" }
}

# R3: by user, and by profile
test "some people and one profile can be written to" {
  as = ["carl"]

  can "access" "message" "*" { to = "ada" }         # user 1
  can "access" "message" "*" { to = "cara" }        # user 11
  can "access" "message" "*" { to = "mo_on_leave" } # user 22
  can "access" "message" "*" { to = "max" }         # a manager
  cannot "access" "message" "*" { to = "lee" }
  cannot "access" "message" "*" { to = "mod" }
  cannot "access" "message" "*" { to = "carl" }
}

# R14
test "who is not to be disturbed is not, whatever they are" {
  as = ["carl"]

  cannot "access" "message" "*" { to = "tia_for_mo" }
}
