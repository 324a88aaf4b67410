test "the catalogue is open to everybody, and nothing else of Northwind" {
  as = ["visitor"]

  view "products" {
    expect = <<-GRID
      product_id | product_name  | category_id | quantity_per_unit | unit_price
      13         | Konbu         | 7           | 2 kg box          | 6
      14         | Tofu          | 7           | 40 - 100 g pkgs.  | 23.25
      16         | Pavlova       |             |                   | 17.45
      17         | Tea of nobody | 1           |                   |
    GRID
  }
  view "categories" {
    expect = <<-GRID
      category_id | category_name | description
      1           | Beverages     | Soft drinks, coffees, teas
      7           | Produce       |
    GRID
  }
  view "customers" { rows = [] }
  view "orders" { rows = [] }
  view "order_details" { rows = [] }
  view "employees" { rows = [] }
  view "employee_territories" { rows = [] }
  view "territories" { rows = [] }
  view "region" { rows = [] }
  view "suppliers" { rows = [] }
  view "accounts" { rows = [] }
  cannot "create" "orders" { set = { customer_id = "ALFKI" } }
}

test "who has a login that is nobody's sees not even the catalogue" {
  as = ["stranger"]

  view "products" { rows = [] }
  view "categories" { rows = [] }
  view "employees" { rows = [] }
}

test "who is of no company, no staff and no supplier sees what all of them do" {
  as = ["lost"]

  view "products" { rows = [13, 14, 15, 16, 17] }
  view "customers" { rows = [] }
  view "orders" { rows = [] }
  view "order_details" { rows = [] }
  view "suppliers" { rows = [] }
  cannot "create" "orders" { set = { ship_city = "Berlin" } }
}
