fixture "trade" {
  default = true
  now     = "2026-05-04T10:00:00Z"

  table "accounts" {
    rows = <<-GRID
      account_id | email                | customer_id | employee_id | supplier_id
      1          | ana@alfki.example    | ALFKI       |             |
      2          | bo@bonap.example     | BONAP       |             |
      3          | nancy@north.example  |             | 1           |
      4          | andrew@north.example |             | 2           |
      5          | janet@north.example  |             | 3           |
      6          | tom@tofu.example     |             |             | 6
      7          | lost@north.example   |             |             |
    GRID
  }
  table "region" {
    rows = <<-GRID
      region_id | region_description
      1         | East
      2         | West
    GRID
  }
  table "territories" {
    rows = <<-GRID
      territory_id | territory_description | region_id
      01581        | Westboro              | 1
      02116        | Boston                | 1
      98004        | Bellevue              | 2
    GRID
  }
  table "employees" {
    rows = <<-GRID
      employee_id | last_name | first_name | title                | birth_date | hire_date  | home_phone | extension | reports_to
      1           | Davolio   | Nancy      | Sales Representative | 1988-12-08 | 2012-05-01 | 555-9857   | 5467      | 2
      2           | Fuller    | Andrew     | Vice President       | 1972-02-19 | 2012-08-14 | 555-9482   | 3457      |
      3           | Leverling | Janet      | Sales Representative |            | 2012-04-01 | 555-3412   | 3355      | 2
      4           | Peacock   | Margaret   | Sales Assistant      | 1987-09-19 | 2013-05-03 |            |           | 1
      5           | King      | Robert     |                      | 1990-05-29 | 2014-01-02 | 555-5598   | 465       |
    GRID
  }
  table "employee_territories" {
    rows = <<-GRID
      employee_id | territory_id
      1           | 01581
      1           | 02116
      2           | 02116
      3           | 98004
      4           | 01581
    GRID
  }
  table "customers" { rows = csv("data/customers.csv") }
  table "suppliers" {
    rows = <<-GRID
      supplier_id | company_name  | country | phone
      6           | Mayumi's      | Japan   | 555-1110
      7           | Pavlova, Ltd. |         |
    GRID
  }
  table "categories" {
    rows = <<-GRID
      category_id | category_name | description
      1           | Beverages     | Soft drinks, coffees, teas
      7           | Produce       |
    GRID
  }
  table "products" {
    rows = <<-GRID
      product_id | product_name  | supplier_id | category_id | quantity_per_unit | unit_price | units_in_stock | discontinued
      13         | Konbu         | 6           | 7           | 2 kg box          | 6          | 24             | false
      14         | Tofu          | 6           | 7           | 40 - 100 g pkgs.  | 23.25      | 35             | false
      15         | Genen Shouyu  | 6           |             | 24 - 250 ml       | 15.5       | 0              | true
      16         | Pavlova       | 7           |             |                   | 17.45      | 29             | false
      17         | Tea of nobody |             | 1           |                   |            |                | false
    GRID
  }
  table "orders" { rows = csv("data/orders.csv") }
  table "order_details" {
    rows = <<-GRID
      order_id | product_id | unit_price | quantity | discount
      10248    | 13         | 5.5        | 10       | 0
      10248    | 14         | 23.25      | 2        | 0.15
      10249    | 14         | 23.25      | 9        | 0
      10250    | 13         | 6          | 35       | 0.2
      10250    | 16         | 17.45      | 15       | 0
      10251    | 16         | 17.45      | 6        | 0.05
      10252    | 17         | 1          | 40       | 0
    GRID
  }

  user "visitor" {}
  user "ana" {
    login    = "ana@alfki.example"
    profiles = ["customer"]
  }
  user "bo" {
    login    = "bo@bonap.example"
    profiles = ["customer"]
  }
  user "nancy" {
    login    = "nancy@north.example"
    profiles = ["seller"]
  }
  user "janet" {
    login    = "janet@north.example"
    profiles = ["seller"]
  }
  user "janet_who_buys" {
    login    = "janet@north.example"
    profiles = ["seller", "customer"]
  }
  user "andrew" {
    login    = "andrew@north.example"
    profiles = ["seller", "manager"]
  }
  user "andrew_at_home" {
    login    = "andrew@north.example"
    profiles = ["manager"]
  }
  user "tom" {
    login    = "tom@tofu.example"
    profiles = ["supplier"]
  }
  user "lost" {
    login    = "lost@north.example"
    profiles = ["customer", "seller", "manager", "supplier"]
  }
  user "stranger" {
    login    = "nobody@north.example" # portcullis: allow no-such-login it is nobody's
    profiles = ["manager"]
  }
}
