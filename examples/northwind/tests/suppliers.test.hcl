test "a supplier sees its own products" {
  as = ["tom"]

  view "products" {
    rows   = [13, 14, 15]
    fields = ["product_id", "product_name", "supplier_id", "category_id", "quantity_per_unit", "unit_price", "units_in_stock", "discontinued"]
  }
  view "suppliers" {
    expect = <<-GRID
      supplier_id | company_name | country | phone
      6           | Mayumi's     | Japan   | 555-1110
    GRID
  }
}

test "a supplier sees how much is sold, not to whom and with which discount" {
  as = ["tom"]

  view "order_details" {
    expect = <<-GRID
      order_id | product_id | unit_price | quantity
      10248    | 13         | 5.5        | 10
      10248    | 14         | 23.25      | 2
      10249    | 14         | 23.25      | 9
      10250    | 13         | 6          | 35
    GRID
  }
  view "orders" { rows = [] }
  view "customers" { rows = [] }
  view "categories" { rows = [] }
}

test "a supplier says how to reach it" {
  as = ["tom"]

  can "update" "suppliers" {
    row = 6
    set = { phone = "555-1111", country = null }
  }
  cannot "update" "suppliers" {
    row = 6
    set = { company_name = "Mayumi" }
  }
  cannot "update" "suppliers" {
    row = 7
    set = { phone = "1" }
  }
  cannot "update" "products" {
    row = 13
    set = { unit_price = 1 }
  }
  cannot "create" "products" { set = { supplier_id = 6, product_name = "Coffee" } }
  cannot "delete" "products" { row = 13 }
  cannot "delete" "suppliers" { row = 6 }
  cannot "create" "suppliers" { set = { company_name = "Mayumi" } }
  cannot "create" "order_details" { set = { order_id = 10251, product_id = 13, unit_price = 6, quantity = 1 } }
  cannot "delete" "order_details" { row = [10248, 13] }
  cannot "update" "order_details" {
    row = [10248, 13]
    set = { quantity = 11 }
  }
}
