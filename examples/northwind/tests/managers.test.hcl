test "a manager sees more of their own people, and of the people of these" {
  as = ["andrew"]

  view "employees" {
    expect = <<-GRID
      employee_id | last_name | first_name | title                | birth_date | hire_date  | home_phone | extension | reports_to
      1           | Davolio   | Nancy      | Sales Representative | 1988-01-01 | 2012-05-01 | 555-9857   | 5467      | 2
      2           | Fuller    | Andrew     | Vice President       | ***        | ***        | ***        | 3457      | ***
      3           | Leverling | Janet      | Sales Representative |            | 2012-04-01 | 555-3412   | 3355      | 2
      4           | Peacock   | Margaret   | Sales Assistant      | 1987-01-01 | 2013-05-03 |            |           | 1
      5           | King      | Robert     |                      | ***        | ***        | ***        | 465       | ***
    GRID
  }
}

test "a manager sees the orders of their people, and of their own territories" {
  as = ["andrew"]

  view "orders" {
    expect = <<-GRID
      order_id | customer_id | employee_id | order_date | required_date | shipped_date | freight | ship_city
      10248    | ALFKI       | 1           | 2026-03-02 | 2026-03-20    | 2026-03-10   | 32.38   | Berlin
      10249    | ALFKI       | 3           | 2026-04-28 | 2026-05-20    |              | 11.61   | Berlin
      10250    | BONAP       | 3           | 2026-04-20 |               | 2026-04-30   | 65.83   | Marseille
      10253    | BONAP       | 1           | 2026-05-03 | 2026-06-01    |              |         | Lyon
    GRID
  }
  view "customers" { rows = ["ALFKI"] }
  view "order_details" { rows = [] }
  cannot "update" "orders" {
    row = 10249
    set = { freight = 1 }
  }
  cannot "update" "orders" {
    row = 10250
    set = { ship_city = "Nice" }
  }
  cannot "delete" "orders" { row = 10248 }
  cannot "create" "orders" { set = { customer_id = "ALFKI", employee_id = 1 } }
}

test "a manager says where their own people work" {
  as = ["andrew"]

  can "create" "employee_territories" { set = { employee_id = 1, territory_id = "98004" } }
  can "delete" "employee_territories" { row = [3, "98004"] }
  cannot "create" "employee_territories" {
    set    = { employee_id = 4, territory_id = "98004" }
    reason = "your own people"
  }
  cannot "delete" "employee_territories" {
    row    = [4, "01581"]
    reason = "your own people"
  }
  cannot "delete" "employee_territories" { row = [2, "02116"] }
  cannot "update" "employee_territories" {
    row = [1, "01581"]
    set = { territory_id = "98004" }
  }
}

test "the profile of a manager alone is about their own people" {
  as = ["andrew_at_home"]

  view "employees" {
    expect = <<-GRID
      employee_id | last_name | first_name | title                | birth_date | hire_date  | home_phone | extension | reports_to
      1           | Davolio   | Nancy      | Sales Representative | 1988-01-01 | 2012-05-01 | 555-9857   | 5467      | 2
      3           | Leverling | Janet      | Sales Representative |            | 2012-04-01 | 555-3412   | 3355      | 2
      4           | Peacock   | Margaret   | Sales Assistant      | 1987-01-01 | 2013-05-03 |            |           | 1
    GRID
  }
  view "employee_territories" { rows = [] }
  view "orders" { rows = [10248, 10249, 10250, 10253] }
}

fixture "sold_by_andrew" {
  extends = "trade"

  table "orders" {
    rows = <<-GRID
      order_id | customer_id | employee_id | order_date | shipped_date
      10300    | ALFKI       | 2           | 2026-03-01 | 2026-04-03
      10301    | ALFKI       | 2           | 2026-03-01 | 2026-04-04
      10302    | ALFKI       | 2           | 2026-03-01 |
    GRID
  }
}

test "the month is closed for a manager's own orders" {
  fixture = "sold_by_andrew"
  as      = ["andrew"]

  cannot "update" "orders" {
    row    = 10300
    set    = { freight = 1 }
    reason = "The month is closed"
  }
  can "update" "orders" {
    row = 10301
    set = { freight = 1 }
  }
  cannot "update" "orders" { # of one that is not shipped nobody knows its month
    row    = 10302
    set    = { freight = 1 }
    reason = "The month is closed"
  }
}
