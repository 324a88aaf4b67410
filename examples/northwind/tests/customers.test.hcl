test "a customer's contact sees their company, and its orders" {
  as = ["ana"]

  view "customers" {
    expect = <<-GRID
      customer_id | company_name        | contact_name | city   | country | phone
      ALFKI       | Alfreds Futterkiste | Ana Anders   | Berlin | Germany | 555-0074
    GRID
  }
  view "orders" {
    expect = <<-GRID
      order_id | customer_id | order_date | required_date | shipped_date | freight | ship_city
      10248    | ALFKI       | 2026-03-02 | 2026-03-20    | 2026-03-10   | 32.38   | Berlin
      10249    | ALFKI       | 2026-04-28 | 2026-05-20    |              | 11.61   | Berlin
    GRID
  }
  view "products" { rows = [13, 14, 16, 17] }
  view "categories" { rows = [1, 7] }
  view "employees" { rows = [] }
}

test "lines are seen with their order: a key of two fields is a list of two" {
  as = ["ana"]

  view "order_details" {
    expect = <<-GRID
      order_id | product_id | unit_price | quantity | discount
      10248    | 13         | 5.5        | 10       | 0
      10248    | 14         | 23.25      | 2        | 0.15
      10249    | 14         | 23.25      | 9        | 0
    GRID
  }
}

test "another customer sees other lines" {
  as = ["bo"]

  view "customers" { rows = ["BONAP"] }
  view "orders" { rows = [10250, 10253] }
  view "order_details" { rows = [[10250, 13], [10250, 16]] }
}

test "a contact says how to reach the company, and not what it is called" {
  as = ["ana"]

  can "update" "customers" {
    row = "ALFKI"
    set = { contact_name = "Ann Anders", phone = "555-0075", city = "Potsdam", country = null }
  }
  cannot "update" "customers" {
    row = "ALFKI"
    set = { company_name = "Alfreds" }
  }
  cannot "update" "customers" {
    row = "ALFKI"
    set = { territory_id = "98004" }
  }
  cannot "update" "customers" {
    row = "BONAP"
    set = { phone = "1" }
  }
  cannot "delete" "customers" { row = "ALFKI" }
}

test "an order is the company's own, and takes a day at least" {
  as = ["ana"]

  can "create" "orders" {
    set    = { required_date = "2026-05-05", ship_city = "Berlin" }
    writes = { customer_id = "ALFKI" }
  }
  can "create" "orders" {
    set    = {}
    writes = { customer_id = "ALFKI" }
  }
  cannot "create" "orders" {
    set    = { required_date = "2026-05-04" }
    reason = "takes a day"
  }
  cannot "create" "orders" { set = { customer_id = "BONAP" } }
  cannot "create" "orders" { set = { freight = 0 } }
  cannot "create" "orders" { set = { freight = 0, ship_city = "Berlin" } }
  cannot "create" "orders" { set = { order_date = "2026-01-01" } }
  cannot "create" "orders" { set = { shipped_date = "2026-05-04" } }
  cannot "create" "orders" { set = { employee_id = 1 } }
}

test "an order is changed until it is shipped" {
  as = ["ana"]

  can "update" "orders" {
    row = 10249
    set = { ship_city = "Hamburg", required_date = "2026-06-01" }
  }
  can "delete" "orders" { row = 10249 }
  cannot "update" "orders" {
    row    = 10248
    set    = { ship_city = "Hamburg" }
    reason = "what is shipped"
  }
  cannot "delete" "orders" {
    row    = 10248
    reason = "what is shipped"
  }
  cannot "update" "orders" {
    row = 10249
    set = { required_date = "2026-05-04" }
  }
  cannot "update" "orders" {
    row = 10249
    set = { shipped_date = "2026-05-04" }
  }
  cannot "update" "orders" {
    row = 10249
    set = { freight = 0 }
  }
  cannot "update" "orders" {
    row = 10249
    set = { order_date = "2026-05-04" }
  }
  cannot "update" "orders" {
    row = 10253
    set = { ship_city = "Hamburg" }
  }
  cannot "delete" "orders" { row = 10253 }
}

# Who buys nothing, and sees an order as its seller, is not its customer.
test "an order is its customer's to change" {
  as = ["janet_who_buys"]

  cannot "delete" "orders" { row = 10249 }
  cannot "update" "orders" {
    row = 10249
    set = { ship_city = "Hamburg" }
  }
  cannot "update" "orders" {
    row = 10249
    set = { employee_id = 1 }
  }
  cannot "delete" "order_details" { row = [10249, 14] }
  cannot "create" "orders" { set = { ship_city = "Berlin" } }
}

test "customers change nothing of the catalogue" {
  as = ["ana"]

  cannot "create" "categories" { set = { category_name = "Coffee" } }
  cannot "delete" "categories" { row = 1 }
  cannot "update" "categories" {
    row = 1
    set = { description = "Coffee" }
  }
  cannot "create" "products" { set = { product_name = "Coffee" } }
  cannot "delete" "products" { row = 13 }
  cannot "update" "products" {
    row = 13
    set = { unit_price = 1 }
  }
}

test "a line is of a product that is sold, at its price" {
  as = ["ana"]

  can "create" "order_details" { set = { order_id = 10249, product_id = 13, unit_price = 6, quantity = 1 } }
  cannot "create" "order_details" {
    set    = { order_id = 10249, product_id = 13, unit_price = 5.5, quantity = 1 }
    reason = "at its price"
  }
  cannot "create" "order_details" { set = { order_id = 10249, product_id = 15, unit_price = 15.5, quantity = 1 } }
  cannot "create" "order_details" { set = { order_id = 10249, product_id = 13, unit_price = 6, quantity = 0 } }
  cannot "create" "order_details" { set = { order_id = 10249, product_id = 17, unit_price = 1, quantity = 1 } }     # has no price
  cannot "create" "order_details" { set = { order_id = 10248, product_id = 16, unit_price = 17.45, quantity = 1 } } # is shipped
  cannot "create" "order_details" { set = { order_id = 10253, product_id = 13, unit_price = 6, quantity = 1 } }
  cannot "create" "order_details" { set = { order_id = 10249, product_id = 13, unit_price = 6, quantity = 1, discount = 0.5 } }
  cannot "create" "order_details" { set = { product_id = 13, unit_price = 6, quantity = 1 } }  # of no order
  cannot "create" "order_details" { set = { order_id = 10249, unit_price = 6, quantity = 1 } } # of no product
}

test "of a line the quantity is changed, until the order is shipped" {
  as = ["ana"]

  can "update" "order_details" {
    row = [10249, 14]
    set = { quantity = 12 }
  }
  can "delete" "order_details" { row = [10249, 14] }
  cannot "update" "order_details" {
    row = [10249, 14]
    set = { quantity = 0 }
  }
  cannot "update" "order_details" {
    row    = [10249, 14]
    set    = { unit_price = 1 }
    reason = "at its price"
  }
  cannot "update" "order_details" {
    row = [10249, 14]
    set = { discount = 1 }
  }
  cannot "update" "order_details" {
    row = [10249, 14]
    set = { product_id = 13 }
  }
  cannot "update" "order_details" {
    row = [10248, 14]
    set = { quantity = 3 }
  }
  cannot "delete" "order_details" { row = [10248, 13] }
  cannot "delete" "order_details" { row = [10250, 13] }
}
