test "a seller sees the customers of their territories" {
  as = ["nancy"]

  view "customers" {
    expect = <<-GRID
      customer_id | company_name        | contact_name | city   | country | phone    | territory_id
      ALFKI       | Alfreds Futterkiste | Ana Anders   | Berlin | Germany | 555-0074 | 02116
      FRANK       | Frankenversand      |              | Munich | Germany |          | 01581
    GRID
  }
}

test "a seller of the West sees others" {
  as = ["janet"]

  view "customers" { rows = ["BONAP"] }
  view "orders" { rows = [10249, 10250, 10253] }
  view "order_details" { rows = [[10249, 14], [10250, 13], [10250, 16]] }
}

test "a seller sees their own orders, and those of their territories" {
  as = ["nancy"]

  view "orders" {
    expect = <<-GRID
      order_id | customer_id | employee_id | order_date | required_date | shipped_date | freight | ship_city
      10248    | ALFKI       | 1           | 2026-03-02 | 2026-03-20    | 2026-03-10   | 32.38   | Berlin
      10249    | ALFKI       | 3           | 2026-04-28 | 2026-05-20    |              | 11.61   | Berlin
      10251    | FRANK       | 4           | 2026-05-02 | 2026-05-30    |              |         | Munich
      10253    | BONAP       | 1           | 2026-05-03 | 2026-06-01    |              |         | Lyon
    GRID
  }
  view "order_details" {
    expect = <<-GRID
      order_id | product_id | unit_price | quantity | discount
      10248    | 13         | 5.5        | 10       | 0
      10248    | 14         | 23.25      | 2        | 0.15
    GRID
  }
}

test "a seller ships their own orders, and no day that is still to come" {
  as = ["nancy"]

  can "update" "orders" {
    row = 10253
    set = { shipped_date = "2026-05-04", freight = 12, required_date = null }
  }
  can "update" "orders" {
    row = 10248
    set = { shipped_date = null }
  }
  cannot "update" "orders" {
    row    = 10253
    set    = { shipped_date = "2026-05-05" }
    reason = "no day that is still to come"
  }
  cannot "update" "orders" {
    row = 10251
    set = { freight = 1 }
  }
  cannot "update" "orders" {
    row = 10253
    set = { employee_id = 3 }
  }
  cannot "update" "orders" {
    row = 10253
    set = { ship_city = "Nice" }
  }
  cannot "delete" "orders" { row = 10253 }
}

test "a discount is 20 % at most" {
  as = ["nancy"]

  can "update" "order_details" {
    row = [10248, 13]
    set = { discount = 0.2 }
  }
  can "update" "order_details" {
    row = [10248, 14]
    set = { discount = 0 }
  }
  cannot "update" "order_details" {
    row    = [10248, 13]
    set    = { discount = 0.21 }
    reason = "20 %"
  }
  cannot "update" "order_details" {
    row = [10248, 13]
    set = { discount = -0.1 }
  }
  can "update" "order_details" {
    row = [10248, 13]
    set = { unit_price = 6, quantity = 11 }
  }
  cannot "update" "order_details" {
    row = [10249, 14]
    set = { discount = 0.1 }
  }
  cannot "create" "order_details" { set = { order_id = 10253, product_id = 13, unit_price = 6, quantity = 1 } }
  cannot "delete" "order_details" { row = [10248, 13] }
}

test "a seller changes neither whose an order is, nor when it came in, nor the customer" {
  as = ["nancy"]

  cannot "update" "orders" {
    row = 10253
    set = { customer_id = "ALFKI" }
  }
  cannot "update" "orders" {
    row = 10253
    set = { order_date = "2026-05-04" }
  }
  cannot "create" "orders" { set = { customer_id = "ALFKI" } }
  cannot "create" "orders" { set = { customer_id = "ALFKI", employee_id = 1, required_date = "2026-06-01" } }
  cannot "create" "customers" { set = { company_name = "Alfreds", territory_id = "02116" } }
  cannot "delete" "customers" { row = "ALFKI" }
  cannot "update" "customers" {
    row = "ALFKI"
    set = { phone = "1" }
  }
}

test "what is only looked up stays as it is" {
  as = ["nancy", "andrew"]

  cannot "create" "products" { set = { product_name = "Coffee" } }
  cannot "delete" "products" { row = 13 }
  cannot "update" "products" {
    row = 13
    set = { unit_price = 1 }
  }
  cannot "create" "employees" { set = { first_name = "Eve", last_name = "Doe" } }
  cannot "create" "employees" { set = { first_name = "Eve", last_name = "Doe", reports_to = 2 } }
  cannot "delete" "employees" { row = 1 }
  cannot "update" "employees" {
    row = 1
    set = { extension = "1" }
  }
  cannot "update" "employees" {
    row = 1
    set = { hire_date = "2012-01-01" }
  }
  cannot "create" "region" { set = { region_description = "North" } }
  cannot "delete" "region" { row = 1 }
  cannot "update" "region" {
    row = 1
    set = { region_description = "North" }
  }
  cannot "update" "territories" {
    row = "02116"
    set = { region_id = 2 }
  }
}

test "the phone list has colleagues, and nothing private" {
  as = ["nancy", "janet"]

  view "employees" {
    expect = <<-GRID
      employee_id | last_name | first_name | title                | extension
      1           | Davolio   | Nancy      | Sales Representative | 5467
      2           | Fuller    | Andrew     | Vice President       | 3457
      3           | Leverling | Janet      | Sales Representative | 3355
      4           | Peacock   | Margaret   | Sales Assistant      |
      5           | King      | Robert     |                      | 465
    GRID
  }
  view "employee_territories" { rows = [[1, "01581"], [1, "02116"], [2, "02116"], [3, "98004"], [4, "01581"]] }
  view "territories" {
    expect = <<-GRID
      territory_id | territory_description | region_id
      01581        | Westboro              | 1
      02116        | Boston                | 1
      98004        | Bellevue              | 2
    GRID
  }
  view "region" {
    expect = <<-GRID
      region_id | region_description
      1         | East
      2         | West
    GRID
  }
  cannot "create" "employee_territories" { set = { employee_id = 4, territory_id = "98004" } }
  cannot "delete" "employee_territories" { row = [4, "01581"] }
}

test "staff see all of what is sold, the suppliers' part too" {
  as = ["nancy"]

  view "products" {
    expect = <<-GRID
      product_id | product_name  | supplier_id | category_id | quantity_per_unit | unit_price | units_in_stock | discontinued
      13         | Konbu         | 6           | 7           | 2 kg box          | 6          | 24             | false
      14         | Tofu          | 6           | 7           | 40 - 100 g pkgs.  | 23.25      | 35             | false
      15         | Genen Shouyu  | 6           |             | 24 - 250 ml       | 15.5       | 0              | true
      16         | Pavlova       | 7           |             |                   | 17.45      | 29             | false
      17         | Tea of nobody |             | 1           |                   |            |                | false
    GRID
  }
  view "categories" { rows = [1, 7] }
  view "suppliers" { rows = [] }
}
