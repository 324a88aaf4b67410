fixture "spring" {
  now = "2026-03-01T09:00:00Z"

  # Dan is of no company, Gus of one that is gone.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "people" { rows = csv("data/people.csv") }
  table "clients" {
    rows = <<-GRID
      id | name         | region
      1  | Coffee Beans | EU
      2  | Green Leaf   |
      3  | Stone Works  | US
    GRID
  }

  # 10 and 12 have no contact, or one that is gone; 7, 11, 13 and 16
  # likewise no project; the status of 13 is none of ours, 14 has none.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "orders" { rows = csv("data/orders.csv") }
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "order_items" {
    rows = <<-GRID
      id | order_id | product_id | quantity
      1  | 1        | 1          | 2
      2  | 1        | 2          | 1
      3  | 2        | 3          | 1
      4  | 3        | 1          | 10
      5  | 4        | 4          | 1
      6  | 5        | 2          | 5
      7  | 6        | 5          | 3
      8  | 7        | 1          | 1
      9  | 8        | 3          | 2
      10 | 9        | 5          | 40
      11 |          | 1          | 1
      12 | 99       | 2          | 1
      13 | 10       | 2          | 2
      14 | 12       | 1          | 1
      15 | 16       | 4          | 6
    GRID
  }

  # 9 is of no order, 10 of one that is gone, 11 of an order without a contact.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "invoices" {
    rows = <<-GRID
      id | order_id | number | amount  | due        | paid  | dunning
      1  | 2        | R-001  | 80      | 2026-03-20 | false |
      2  | 3        | R-002  | 410     | 2025-12-03 | true  | twice
      3  | 5        | R-003  | 1999.99 | 2026-03-11 | false |
      4  | 6        | R-004  | 75      | 2026-03-25 |       | ask Cleo
      5  | 8        | R-005  | 33      | 2026-02-28 | false | once
      6  | 9        | R-006  | 640     | 2026-03-14 | true  |
      7  | 4        | R-007  | 60      |            | false |
      8  | 15       | R-008  | 45      | 2026-03-04 | false |
      9  |          | R-009  | 5       | 2026-01-01 | false |
      10 | 99       | R-010  | 6       | 2026-01-02 | false |
      11 | 10       | R-011  | 50      | 2026-03-15 | false |
      12 | 13       | R-012  |         | 2026-03-16 | false |
    GRID
  }
  table "projects" {
    rows = <<-GRID
      id | name          | client_id | phase
      1  | Roastery      | 1         | build
      2  | Shop fittings | 1         | run
      3  | Tea house     | 2         | plan
      4  | Quarry office | 3         | build
      5  | Archive       |           |
    GRID
  }

  # Sue leads 1, works on 2, and 9 has come without a project; nobody is on 5.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "project_members" {
    rows = <<-GRID
      id | project_id | staff_id | role
      1  | 1          | 11       | lead
      2  | 1          | 12       | member
      3  | 2          | 11       | member
      4  | 2          | 12       | lead
      5  | 3          | 12       | member
      6  | 3          |          | lead
      7  | 4          | 13       | lead
      8  | 4          | 12       |
      9  |            | 11       | lead
      10 | 99         | 11       | member
    GRID
  }
  table "products" {
    rows = <<-GRID
      id | name    | price
      1  | Grinder | 39.9
      2  | Kettle  | 55
      3  | Counter | 1250
      4  | Cups    | 12.5
      5  | Shelf   |
    GRID
  }
  table "statuses" {
    rows = <<-GRID
      code    | label      | closed
      draft   | Draft      | false
      placed  | Placed     | false
      shipped | On its way | false
      closed  | Closed     | true
    GRID
  }
  table "payroll" {
    rows = <<-GRID
      id | person_id | salary
      1  | 11        | 61000
      2  | 12        | 52000
    GRID
  }

  # S7: the people as whom the portal can be previewed
  user "ana" {
    login    = "ana@beans.example"
    profiles = ["customer"]
  }
  user "ben" {
    login    = "ben@beans.example"
    profiles = ["customer"]
  }
  user "cleo" {
    login    = "cleo@leaf.example"
    profiles = ["customer"]
  }
  user "dan" { # of no company
    login    = "dan@grind.example"
    profiles = ["customer"]
  }
  user "eva" {
    login    = "eva@us.example"
    profiles = ["customer"]
  }
  user "gus" { # of a company that is gone
    login    = "gus@gone.example"
    profiles = ["customer"]
  }
  user "sue" {
    login    = "sue@acme.example"
    profiles = ["staff"]
  }
  user "tom" {
    login    = "tom@acme.example"
    profiles = ["staff"]
  }
  user "uli" {
    login    = "uli@acme.example"
    profiles = ["staff"]
  }
  user "pia" {
    login    = "pia@acme.example"
    profiles = ["accountant"]
  }
  user "sue_shops" { # staff, and a customer like others
    login    = "sue@acme.example"
    profiles = ["customer", "staff"]
  }
  user "ana_helps" { # a customer who is let into the projects
    login    = "ana@beans.example"
    profiles = ["customer", "staff"]
  }
  user "nobody" { login = "uli@acme.example" } # a person without a profile
}
