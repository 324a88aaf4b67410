# What the policy promises, on a few rows. Run by `portcullis test`.

fixture "helpdesk" {
  table "people" {
    rows = <<-GRID
      id | name | company | email
      1  | Ana  | Beans   | ana@beans.example
      2  | Bo   | Beans   | bo@beans.example
      3  | Cem  | Cups    | cem@cups.example
      4  | Dee  |         | dee@desk.example
    GRID
  }
  table "tickets" {
    rows = <<-GRID
      id | person_id | title            | status   | note
      1  | 1         | Grinder is stuck | open     | again
      2  | 2         | Invoice is wrong | answered |
      3  | 3         | Cups are late    | closed   | refunded
    GRID
  }
  user "ana" { login = "ana@beans.example" }
  user "dee" {
    login    = "dee@desk.example"
    profiles = ["agent"]
  }
}

test "a customer sees the company's tickets, without the note" {
  as = ["ana"]

  view "tickets" {
    expect = <<-GRID
      id | person_id | title            | status
      1  | 1         | Grinder is stuck | open
      2  | 2         | Invoice is wrong | answered
    GRID
  }
  view "people" { rows = [] }
}

test "a customer opens tickets, and rewords the open ones" {
  as = ["ana"]

  can "create" "tickets" { set = { title = "No power" } }
  can "update" "tickets" {
    row = 1
    set = { title = "Grinder is stuck again" }
  }
  cannot "update" "tickets" {
    row = 1
    set = { status = "closed" }
  }
  cannot "update" "tickets" {
    row    = 2
    set    = { title = "Invoice is right" }
    reason = "until it is answered"
  }
}

test "an agent sees every ticket, and deletes the closed ones" {
  as = ["dee"]

  view "tickets" { rows = [1, 2, 3] }
  can "delete" "tickets" { row = 3 }
  cannot "delete" "tickets" {
    row    = 1
    reason = "Close a ticket"
  }
}
