# J7: full access
test "an account manager has the tasks of all companies, and all of them" {
  as = ["mia"]

  view "tasks" {
    expect = <<-GRID
      id | project_id | title               | status | assignee                | added_by | requested_by | due        | rate | shared
      1  | 1          | Product photos      | todo   | ben@coffeebeans.example | ana      | Ana Lima     | 2026-03-10 | 40   | true
      2  | 1          | Checkout copy       | doing  | ben@coffeebeans.example | ana      | Ana Lima     | 2026-03-05 | 45   | true
      3  | 1          | Payment provider    | todo   |                         | mia      | Mia Storm    | 2026-03-20 | 90   | true
      4  | 1          | Find a photographer | todo   | ben@coffeebeans.example | ana      | Mia Storm    |            | 25   | false
      5  | 2          | Collect ideas       | todo   |                         | ben      | Ben Okoro    | 2026-04-01 | 40   | true
      6  | 2          | Sketch screens      | review | ana@coffeebeans.example | mia      | Mia Storm    | 2026-04-15 | 60   | true
      7  | 3          | Print the book      | done   |                         | ana      | Ana Lima     | 2025-11-20 | 35   | true
      8  | 3          | Archive             | todo   |                         | mia      |              |            | 20   |
      9  | 4          | Flavour wheel       | doing  | cleo@greenleaf.example  | cleo     | Cleo Park    | 2026-03-15 | 55   | true
      10 | 4          | Old logo            | todo   | ana@coffeebeans.example | ana      | Ana Lima     |            | 30   | true
      11 | 5          | Winter issue        | done   |                         | cleo     | Cleo Park    | 2025-12-20 | 50   | true
      12 | 6          | Hero image          | todo   | dan@dailygrind.example  | dan      | Dan Fox      |            | 50   | true
      13 | 7          | Check prices        | todo   | ben@coffeebeans.example | ana      |              |            | 15   | true
      14 |            | Call back           | todo   | ben@coffeebeans.example | ana      | Ana Lima     |            |      | true
      15 | 99         | Lost task           | todo   | ben@coffeebeans.example | ana      | Ana Lima     |            |      | true
      16 | 10         | Bottle mock-up      | todo   | oli@olivepress.example  | oli      | Oli Sand     | 2026-03-08 | 48   | true
      17 | 9          | Prepare pitch       | todo   |                         | mia      |              |            | 70   | true
      18 | 11         | Guest list          |        |                         | ana      | Ana Lima     |            | 20   | true
      19 | 1          | Idea from the box   | todo   |                         |          |              |            |      | true
    GRID
  }
  can "create" "tasks" { set = { project_id = 3, title = "Reprint", status = "doing", rate = 65 } }
  can "update" "tasks" {
    row = 9
    set = { status = "done", assignee = null, rate = 60 }
  }
  can "delete" "tasks" { row = 14 }
  can "import" "tasks" { set = { title = "From a list" } }
  can "export" "tasks" { row = 1 }
  can "print" "tasks" { row = 15 }
  can "manage_structure" "tasks" {}
  cannot "update" "tasks" {
    row = 9
    set = { title = null }
  }
}

test "what clients have is less" {
  as = ["ana"]

  cannot "import" "tasks" { set = { project_id = 1, title = "From a list" } }
  cannot "export" "tasks" { row = 1 }
  cannot "print" "tasks" { row = 1 }
  cannot "manage_structure" "tasks" {}
}

# J7: read-only access, and none
test "an account manager reads the projects, and sees no invoice" {
  as = ["mia"]

  view "projects" {
    expect = <<-GRID
      id | client              | name             | status  | deadline   | budget | margin
      1  | Coffee Beans        | Web shop         | active  | 2026-06-30 | 48000  | 21
      2  | Coffee Beans        | Loyalty app      | planned | 2026-11-15 | 30000  | 18.5
      3  | Coffee Beans        | Brand book       | done    | 2025-12-01 | 12500  | 30
      4  | Green Leaf          | Tea configurator | active  | 2026-04-30 | 22000  | 25
      5  | Green Leaf          | Newsletter       | done    | 2026-01-31 | 4000   | 40
      6  | Daily Grind         | Landing page     | active  | 2026-03-31 | 6000   | 12
      7  | coffee beans        | Price list       | active  |            | 900    | 10
      8  | Coffee Beans Europe | Fair stand       | planned | 2026-09-01 | 75000  | 9
      9  |                     | Pitch            | planned |            |        |
      10 | Olive Press         | Label design     | active  | 2026-05-15 | 8000   | 22
      11 | Coffee Beans        | Anniversary      |         |            | 20000  |
    GRID
  }
  cannot "update" "projects" {
    row = 1
    set = { name = "Shop" }
  }
  cannot "create" "projects" { set = { name = "Shop" } }
  cannot "delete" "projects" { row = 1 }
  cannot "export" "projects" { row = 1 }
  view "invoices" { rows = [] }
  view "people" { rows = [] }
}

test "an account manager opens every page and every part of it" {
  as = ["mia"]

  can "access" "page" "Tasks" {}
  can "access" "page" "Projects" {}
  can "access" "page" "Invoices" {}
  can "access" "page" "Welcome" {}
  can "access" "capability" "invoice_tab" {}
  can "access" "capability" "priority_support" {}
}

test "in a team on trial, an account manager is bound by the trial" {
  as = ["ed"]

  view "tasks" { rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19] }
  can "export" "tasks" { row = 12 }
  cannot "update" "tasks" {
    row    = 12
    set    = { rate = 55 }
    reason = "During the trial"
  }
  cannot "create" "tasks" { set = { title = "Footer" } }
  cannot "delete" "tasks" { row = 12 }
}

# J7: custom access
test "a bookkeeper has every invoice, and of projects what an invoice says" {
  as = ["kim"]

  view "invoices" {
    expect = <<-GRID
      id | project_id | number | amount  | issued     | paid_on
      1  | 1          | CB-01  | 12000   | 2026-01-15 | 2026-02-10
      2  | 1          | CB-02  | 12000   | 2026-02-15 |
      3  | 2          | CB-03  | 5000    |            |
      4  | 4          | GL-01  | 11000   | 2026-02-01 |
      5  | 6          | DG-01  | 3000    | 2026-02-20 | 2026-02-20
      6  |            | XX-01  | 100     | 2026-02-21 |
      7  | 99         | XX-02  | 200     |            |
      8  | 5          | GL-00  | 4000    | 2025-12-24 | 2026-01-05
      9  | 10         | OP-01  | 2500.75 | 2026-02-28 |
      10 | 9          | PT-01  | 50      |            |
    GRID
  }
  view "projects" {
    expect = <<-GRID
      id | client              | name
      1  | Coffee Beans        | Web shop
      2  | Coffee Beans        | Loyalty app
      3  | Coffee Beans        | Brand book
      4  | Green Leaf          | Tea configurator
      5  | Green Leaf          | Newsletter
      6  | Daily Grind         | Landing page
      7  | coffee beans        | Price list
      8  | Coffee Beans Europe | Fair stand
      9  |                     | Pitch
      10 | Olive Press         | Label design
      11 | Coffee Beans        | Anniversary
    GRID
  }
  view "tasks" { rows = [] }
  can "export" "invoices" { row = 1 }
  cannot "print" "invoices" { row = 1 }
  can "access" "page" "Invoices" {}
  cannot "access" "page" "Tasks" {}
}

test "a bookkeeper looks up projects, and does nothing with them" {
  as = ["kim"]

  cannot "create" "projects" { set = { client = "Coffee Beans", name = "Cups" } }
  cannot "update" "projects" { row = 1 }
  cannot "delete" "projects" { row = 1 }
  cannot "export" "projects" { row = 1 }
}

test "no invoice is printed, be it paid, open or not yet issued" {
  as = ["kim"]

  cannot "print" "invoices" { row = 1 }
  cannot "print" "invoices" { row = 2 }
  cannot "print" "invoices" { row = 3 }
}

test "an invoice is for an amount, and for a project that has begun" {
  as = ["kim"]

  can "create" "invoices" { set = { project_id = 1, number = "CB-04", amount = 0.01 } }
  can "create" "invoices" { set = { project_id = 1, number = "CB-04", amount = 100, issued = "2026-03-01" } }
  cannot "create" "invoices" {
    set    = { project_id = 1, number = "CB-04", amount = 0 }
    reason = "An invoice is for an amount"
  }
  cannot "create" "invoices" { set = { project_id = 1, number = "CB-04" } }
  cannot "create" "invoices" { set = { project_id = 2, number = "CB-04", amount = 100 } }
  cannot "create" "invoices" { set = { project_id = 11, number = "CB-04", amount = 100 } } # begun or not, nobody knows
  cannot "create" "invoices" { set = { project_id = 99, number = "CB-04", amount = 100 } }
  cannot "create" "invoices" { set = { number = "CB-04", amount = 100 } }
  cannot "create" "invoices" { set = { project_id = 1, number = "CB-04", amount = 100, paid_on = "2026-03-01" } }
}

test "what is paid is closed, and nothing is paid before it is issued" {
  as = ["kim"]

  can "update" "invoices" {
    row = 2
    set = { paid_on = "2026-02-15" }
  }
  cannot "update" "invoices" {
    row    = 2
    set    = { paid_on = "2026-02-14" }
    reason = "nothing is paid before it is issued"
  }
  can "update" "invoices" {
    row = 3
    set = { issued = "2026-02-27", paid_on = "2026-03-01" }
  }
  cannot "update" "invoices" {
    row = 3
    set = { paid_on = "2026-03-01" }
  }
  cannot "update" "invoices" {
    row = 1
    set = { paid_on = "2026-02-11" }
  }
  cannot "update" "invoices" {
    row = 2
    set = { paid_on = "2026-02-15", project_id = 3 }
  }
  cannot "update" "invoices" {
    row = 2
    set = { paid_on = "2026-02-15", number = "CB-2" }
  }
  cannot "update" "invoices" {
    row = 2
    set = { paid_on = "2026-02-15", amount = 1 }
  }
  can "delete" "invoices" { row = 3 }
  cannot "delete" "invoices" { row = 2 }
}

test "two profiles at once: more rows by the one, more fields by the other" {
  as = ["dora"]

  view "projects" {
    expect = <<-GRID
      id | client              | name             | status  | deadline
      1  | Coffee Beans        | Web shop         | active  | 2026-06-30
      2  | Coffee Beans        | Loyalty app      | planned | 2026-11-15
      3  | Coffee Beans        | Brand book       | done    | 2025-12-01
      4  | Green Leaf          | Tea configurator | ***     | ***
      5  | Green Leaf          | Newsletter       | ***     | ***
      6  | Daily Grind         | Landing page     | ***     | ***
      7  | coffee beans        | Price list       | ***     | ***
      8  | Coffee Beans Europe | Fair stand       | ***     | ***
      9  |                     | Pitch            | ***     | ***
      10 | Olive Press         | Label design     | ***     | ***
      11 | Coffee Beans        | Anniversary      |         |
    GRID
  }
  can "delete" "invoices" { row = 7 }
  can "access" "page" "Invoices" {}
  can "access" "page" "Tasks-edit" {}
  cannot "access" "page" "Welcome" {}
}
