# J3, J6: Coffee Beans' people see Coffee Beans' projects, and no other.
test "an employee of Coffee Beans sees only their company's projects" {
  as = ["ben", "guy"]

  view "projects" {
    expect = <<-GRID
      id | client       | name        | status  | deadline
      1  | Coffee Beans | Web shop    | active  | 2026-06-30
      2  | Coffee Beans | Loyalty app | planned | 2026-11-15
      3  | Coffee Beans | Brand book  | done    | 2025-12-01
      11 | Coffee Beans | Anniversary |         |
    GRID
  }
  cannot "export" "projects" { row = 1 }
  cannot "update" "projects" {
    row = 1
    set = { name = "Shop" }
  }
}

# J7: the same rows, a column more, and the right to take them home
test "a lead sees the budget too, but not the agency's margin" {
  as = ["ana"]

  view "projects" {
    expect = <<-GRID
      id | client       | name        | status  | deadline   | budget
      1  | Coffee Beans | Web shop    | active  | 2026-06-30 | 48000
      2  | Coffee Beans | Loyalty app | planned | 2026-11-15 | 30000
      3  | Coffee Beans | Brand book  | done    | 2025-12-01 | 12500
      11 | Coffee Beans | Anniversary |         |            | 20000
    GRID
  }
  can "export" "projects" { row = 1 }
  cannot "export" "projects" { row = 4 }
  cannot "delete" "projects" { row = 1 }
}

test "a client starts no project, and changes none" {
  as = ["ana"]

  cannot "create" "projects" { set = { client = "Coffee Beans" } }
  cannot "update" "projects" { row = 1 }
}

# J1, J2: the team says which company it is
test "another company's team sees that company's projects" {
  as = ["cleo"]

  view "projects" {
    expect = <<-GRID
      id | client     | name             | status | deadline   | budget
      4  | Green Leaf | Tea configurator | active | 2026-04-30 | 22000
      5  | Green Leaf | Newsletter       | done   | 2026-01-31 | 4000
    GRID
  }
  view "tasks" { rows = [9, 10, 11] }
}

# J1: whoever is in the team
test "the people of a team see the same tasks" {
  as = ["ana", "ben", "guy", "dora"]

  view "tasks" {
    expect = <<-GRID
      id | project_id | title             | status | assignee                | added_by | requested_by | due        | shared
      1  | 1          | Product photos    | todo   | ben@coffeebeans.example | ana      | Ana Lima     | 2026-03-10 | true
      2  | 1          | Checkout copy     | doing  | ben@coffeebeans.example | ana      | Ana Lima     | 2026-03-05 | true
      3  | 1          | Payment provider  | todo   |                         | mia      | Mia Storm    | 2026-03-20 | true
      5  | 2          | Collect ideas     | todo   |                         | ben      | Ben Okoro    | 2026-04-01 | true
      6  | 2          | Sketch screens    | review | ana@coffeebeans.example | mia      | Mia Storm    | 2026-04-15 | true
      7  | 3          | Print the book    | done   |                         | ana      | Ana Lima     | 2025-11-20 | true
      18 | 11         | Guest list        |        |                         | ana      | Ana Lima     |            | true
      19 | 1          | Idea from the box | todo   |                         |          |              |            | true
    GRID
  }
}

# J7: none of what an account manager does with tasks besides
test "a client neither comments on tasks nor takes them anywhere" {
  for_each = {
    added    = { task = 1 }
    assigned = { task = 6 }
  }
  as = ["ana"]

  cannot "read_comments" "tasks" { row = each.value.task }
  cannot "create_comments" "tasks" { row = each.value.task }
  cannot "edit_comments" "tasks" { row = each.value.task }
  cannot "delete_comments" "tasks" { row = each.value.task }
  cannot "export" "tasks" { row = each.value.task }
  cannot "print" "tasks" { row = each.value.task }
}

test "a client imports no tasks, for their company or for themselves" {
  as = ["ana"]

  cannot "import" "tasks" { set = { project_id = 1, title = "From a list", shared = true } }
  cannot "import" "tasks" { set = { title = "From a list", added_by = "ana", status = "todo" } }
}

test "a team of which nothing is known sees nothing, not even what is nobody's" {
  as = ["nell", "nameless"]

  view "projects" { rows = [] }
  view "tasks" { rows = [] }
  view "people" { rows = [] }
  view "invoices" { rows = [] }
  can "access" "page" "Tasks" {}
  cannot "access" "capability" "priority_support" {}
  cannot "create" "tasks" { set = { project_id = 9, title = "Hello" } }
}

# J4: one's own record in full; J2: colleagues by the domain of the company
test "a person sees their own record, and of colleagues the name and the address" {
  as = ["ana"]

  view "people" {
    expect = <<-GRID
      id | name      | email                   | client       | phone
      1  | Ana Lima  | ana@coffeebeans.example | Coffee Beans | +55 11 5550 0101
      2  | Ben Okoro | ben@coffeebeans.example | ***          | ***
      11 | Ivo Katz  | ivo@coffeebeans.example | ***          | ***
    GRID
  }
  can "update" "people" {
    row = 1
    set = { phone = "+55 11 5550 0199", name = "Ana Lima Reis" }
  }
  cannot "update" "people" {
    row = 2
    set = { name = "Benjamin Okoro" }
  }
  cannot "update" "people" {
    row = 1
    set = { client = "Green Leaf" }
  }
  cannot "update" "people" {
    row = 1
    set = { email = "ana@greenleaf.example" }
  }
}

test "nobody is added to a company's people by the people, or removed" {
  as = ["ana"]

  cannot "create" "people" { set = { email = "ana@coffeebeans.example" } }
  cannot "delete" "people" { row = 1 }
}

test "a freelancer in the team has a record of their own as well" {
  as = ["guy"]

  view "people" {
    expect = <<-GRID
      id | name       | email                   | client       | phone
      1  | Ana Lima   | ana@coffeebeans.example | ***          | ***
      2  | Ben Okoro  | ben@coffeebeans.example | ***          | ***
      3  | Guy Moreau | guy@freelance.example   | Coffee Beans | +33 1 5550 0103
      11 | Ivo Katz   | ivo@coffeebeans.example | ***          | ***
    GRID
  }
  can "update" "people" {
    row = 3
    set = { phone = null }
  }
}

# J7: adding on a condition
test "a task is added to a project of one's own that is not done" {
  as = ["ana", "ben"]

  can "create" "tasks" { set = { project_id = 1, title = "Gift cards" } }
  can "create" "tasks" { set = { project_id = 2, title = "Stamps", due = "2026-03-01" } }
  cannot "create" "tasks" {
    set    = { project_id = 2, title = "Stamps", due = "2026-02-28" }
    reason = "no day that is past"
  }
  cannot "create" "tasks" { set = { project_id = 3, title = "Second edition" } } # done
  cannot "create" "tasks" { set = { project_id = 4, title = "Spy" } }            # Green Leaf's
  cannot "create" "tasks" { set = { project_id = 11, title = "Cake" } }          # of no known status
  cannot "create" "tasks" { set = { project_id = 99, title = "Nowhere" } }
  cannot "create" "tasks" { set = { title = "Nowhere" } }
  cannot "create" "tasks" { set = { project_id = 1 } } # a task has a title
}

test "who added a task, for whom and how it starts is not for the person to say" {
  as = ["ana"]

  cannot "create" "tasks" { set = { project_id = 1, title = "Gift cards", added_by = "ana" } }
  cannot "create" "tasks" { set = { project_id = 1, title = "Gift cards", requested_by = "Ana Lima" } }
  cannot "create" "tasks" { set = { project_id = 1, title = "Gift cards", status = "todo" } }
  cannot "create" "tasks" { set = { project_id = 1, title = "Gift cards", shared = true } }
  cannot "create" "tasks" { set = { project_id = 1, title = "Gift cards", assignee = "ben@coffeebeans.example" } }
  cannot "create" "tasks" { set = { project_id = 1, title = "Gift cards", rate = 10 } }
}

# J7: editing and deleting on a condition
test "a task that one added, and nobody has begun, can be changed" {
  as = ["ana"]

  can "update" "tasks" {
    row = 1
    set = { title = "Photos of the beans", due = "2026-03-12" }
  }
  can "delete" "tasks" { row = 1 }

  cannot "update" "tasks" { # begun
    row    = 2
    set    = { title = "Copy" }
    reason = "nobody has begun"
  }
  cannot "delete" "tasks" {
    row    = 2
    reason = "nobody has begun"
  }
  cannot "update" "tasks" { # the agency's
    row = 3
    set = { title = "Pay" }
  }
  cannot "delete" "tasks" { row = 3 }
  cannot "update" "tasks" { # another company's, though Ana added it
    row = 10
    set = { title = "New logo" }
  }
  cannot "delete" "tasks" { row = 10 }
  cannot "delete" "tasks" { row = 15 } # its project is gone
  cannot "delete" "tasks" { row = 18 } # begun or not, nobody knows
  cannot "delete" "tasks" { row = 19 } # whose it is, nobody knows
}

test "such a task stays what it is, where it is, and whose it is" {
  as = ["ana"]

  cannot "update" "tasks" {
    row = 1
    set = { status = "doing" }
  }
  cannot "update" "tasks" {
    row = 1
    set = { added_by = "ben" }
  }
  cannot "update" "tasks" {
    row = 1
    set = { project_id = 2 }
  }
  cannot "update" "tasks" {
    row = 1
    set = { assignee = "ana@coffeebeans.example" }
  }
  cannot "update" "tasks" {
    row = 1
    set = { requested_by = "Ben Okoro" }
  }
  cannot "update" "tasks" {
    row = 1
    set = { shared = false }
  }
  cannot "update" "tasks" {
    row = 1
    set = { rate = 1 }
  }
}

# J4: by the address of the person
test "whoever a task is assigned to moves it on" {
  as = ["ana"]

  can "update" "tasks" {
    row = 6
    set = { status = "doing" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { status = "done" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { project_id = 1 }
  }
  cannot "update" "tasks" {
    row = 6
    set = { title = "Screens" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { assignee = "ben@coffeebeans.example" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { added_by = "ana" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { requested_by = "Ana Lima" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { due = "2026-05-01" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { shared = false }
  }
  cannot "delete" "tasks" { row = 6 }
}

test "and nobody else does" {
  as = ["ben"]

  can "update" "tasks" {
    row = 1
    set = { status = "review" }
  }
  cannot "update" "tasks" {
    row = 1
    set = { status = "done" }
  }
  cannot "update" "tasks" {
    row = 6
    set = { status = "doing" }
  }
  cannot "update" "tasks" { # nobody's
    row = 3
    set = { status = "doing" }
  }
  cannot "update" "tasks" { # of the other coffee beans
    row = 13
    set = { status = "doing" }
  }
  cannot "update" "tasks" { # of no project
    row = 14
    set = { status = "doing" }
  }
}

test "a company on trial looks, and does not touch" {
  as = ["dan"]

  view "projects" {
    expect = <<-GRID
      id | client      | name         | status | deadline   | budget
      6  | Daily Grind | Landing page | active | 2026-03-31 | 6000
    GRID
  }
  view "tasks" { rows = [12] }
  cannot "create" "tasks" {
    set    = { project_id = 6, title = "Footer" }
    reason = "During the trial"
  }
  cannot "update" "tasks" {
    row    = 12
    set    = { title = "Picture" }
    reason = "During the trial"
  }
  cannot "delete" "tasks" {
    row    = 12
    reason = "During the trial"
  }
}

test "nor does a company whose plan is not known" {
  as = ["oli"]

  view "projects" { rows = [10] }
  view "tasks" { rows = [16] }
  cannot "create" "tasks" { set = { project_id = 10, title = "Cork" } }
  cannot "update" "tasks" {
    row = 16
    set = { title = "Bottle" }
  }
  cannot "delete" "tasks" { row = 16 }
  cannot "access" "capability" "priority_support" {}
}

# J7, J8: what depends on being a lead
test "a lead sees the invoices of the company's projects" {
  as = ["ana"]

  view "invoices" {
    expect = <<-GRID
      id | project_id | number | amount | issued     | paid_on
      1  | 1          | CB-01  | 12000  | 2026-01-15 | 2026-02-10
      2  | 1          | CB-02  | 12000  | 2026-02-15 |
      3  | 2          | CB-03  | 5000   |            |
    GRID
  }
  can "print" "invoices" { row = 2 }
  cannot "print" "invoices" { row = 4 }
  cannot "export" "invoices" { row = 2 }
  cannot "delete" "invoices" { row = 3 }
  cannot "update" "invoices" { row = 1 }
  cannot "create" "invoices" { set = { project_id = 1 } }
  can "access" "capability" "invoice_tab" {}
  can "access" "capability" "priority_support" {}
}

test "other members of the team do not" {
  as = ["ben", "guy"]

  view "invoices" { rows = [] }
  cannot "print" "invoices" { row = 2 }
  cannot "access" "capability" "invoice_tab" {}
  can "access" "capability" "priority_support" {}
}

test "a component depends on the person, or on the plan of the company" {
  as = ["cleo", "dan", "nell"]

  can "access" "capability" "invoice_tab" {}
  cannot "access" "capability" "priority_support" {}
}

# J5
test "a client opens the pages about tasks, and no other" {
  as = ["ana", "guy", "dan", "nell"]

  can "access" "page" "Tasks" {}
  can "access" "page" "Tasks-edit" {}
  can "access" "page" "Tasks-create" {}
  cannot "access" "page" "Projects" {}
  cannot "access" "page" "Invoices" {}
  cannot "access" "page" "Welcome" {}
}

test "whoever is in no team is a visitor" {
  as = ["vic"]

  can "access" "page" "Welcome" {}
  cannot "access" "page" "Tasks" {}
  cannot "access" "capability" "invoice_tab" {}
  view "projects" { rows = [] }
  view "tasks" { rows = [] }
  view "people" { rows = [] }
  view "invoices" { rows = [] }
}
