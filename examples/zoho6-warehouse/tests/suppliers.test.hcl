# Z4, Z6, Z7
test "a supplier sees the stock, and what is paid for the supplier's own materials" {
  fixture = "yards"
  as      = ["ines"]

  view "warehouse_stock" {
    expect = <<-GRID
      id | material     | yard  | quantity | unit_cost
      1  | Cement 25 kg | North | 400      | 4.2
      2  | Lime 20 kg   | South | 120      | 3.15
      3  | Gravel       | North | 80.5     | ***
      4  | Pine beams   | North | 0        | ***
      6  | Plywood      | East  | 12       | ***
      7  | Rebar 12 mm  | North | 950      | ***
      8  | I-beam 6 m   | South |          | ***
      10 | Screws       | South | 3000     | ***
      11 | White cement | North | 15       | 6.4
      12 | Roof tiles   | South | 700      | ***
      14 | Wood glue    | North | 1        | ***
      15 | Sealing tape |       | 5        | 2
    GRID
  }
}

test "another supplier sees other prices, by whatever way" {
  fixture = "yards"
  as      = ["tim"]

  view "warehouse_stock" {
    expect = <<-GRID
      id | material     | yard  | quantity | unit_cost
      1  | Cement 25 kg | North | 400      | ***
      2  | Lime 20 kg   | South | 120      | ***
      3  | Gravel       | North | 80.5     | ***
      4  | Pine beams   | North | 0        | 18
      6  | Plywood      | East  | 12       | 22
      7  | Rebar 12 mm  | North | 950      | ***
      8  | I-beam 6 m   | South |          | ***
      10 | Screws       | South | 3000     | ***
      11 | White cement | North | 15       | ***
      12 | Roof tiles   | South | 700      | ***
      14 | Wood glue    | North | 1        | 9.99
      15 | Sealing tape |       | 5        | ***
    GRID
  }
}

test "a supplier's person of no known supplier sees no price at all" {
  fixture = "yards"
  as      = ["una"]

  view "warehouse_stock" {
    rows   = [1, 2, 3, 4, 6, 7, 8, 10, 11, 12, 14, 15]
    hidden = ["unit_cost"]
    fields = ["id", "material", "yard", "quantity"]
  }
}

test "a supplier sees a report and a dashboard, nothing else" {
  fixture = "yards"
  as      = ["ines", "tim", "una"]

  can "access" "dashboard" "stock_levels" {}
  cannot "access" "dashboard" "site_costs" {}
  cannot "access" "page" "welcome" {}
  cannot "access" "page" "yard" {}
  cannot "access" "page" "purchasing" {}
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-03-01" } }
  view "stock" { rows = [] }
  view "deliveries" { rows = [] }
  view "reorder_list" { rows = [] }
  view "suppliers" { rows = [] }
  view "portal_users" { rows = [] }
  cannot "print" "warehouse_stock" { row = 1 }
  cannot "export" "warehouse_stock" { row = 1 }
  cannot "update" "warehouse_stock" {
    row = 1
    set = { quantity = 500 }
  }
  cannot "import" "stock" { set = { material = "Mortar" } }
  cannot "delete" "warehouse_stock" { row = 1 }
}

# Z1
test "new people are Customers, and are welcome" {
  fixture = "yards"
  as      = ["nina"]

  can "access" "page" "welcome" {}
  cannot "access" "page" "yard" {}
  cannot "access" "dashboard" "stock_levels" {}
  view "warehouse_stock" { rows = [] }
}

test "two profiles at once: a supplier's person who manages the site" {
  fixture = "yards"
  as      = ["ines_on_site"]

  view "warehouse_stock" {
    expect = <<-GRID
      id | material     | yard  | quantity | unit_cost
      1  | Cement 25 kg | North | 400      | 4.2
      2  | Lime 20 kg   | South | 120      | 3.15
      3  | Gravel       | North | 80.5     | ***
      4  | Pine beams   | North | 0        | ***
      6  | Plywood      | East  | 12       | ***
      7  | Rebar 12 mm  | North | 950      | ***
      8  | I-beam 6 m   | South |          | ***
      10 | Screws       | South | 3000     | ***
      11 | White cement | North | 15       | 6.4
      12 | Roof tiles   | South | 700      | ***
      14 | Wood glue    | North | 1        | ***
      15 | Sealing tape |       | 5        | 2
    GRID
  }
  can "print" "warehouse_stock" { row = 3 }
  cannot "print" "warehouse_stock" { row = 2 }
}

# The supplier's restriction is stronger than the buyer's permission.
test "two profiles at once: a supplier's person among the buyers" {
  fixture = "yards"
  as      = ["jo"]

  view "stock" {
    expect = <<-GRID
      id | material     | supplier_id | yard  | quantity | reorder_level | unit_cost | on_order | counted_on
      1  | Cement 25 kg | 1           | North | 400      | 300           | 4.2       | false    | 2026-02-20
      2  | Lime 20 kg   | 1           | South | 120      | 120           | 3.15      | false    | 2026-02-20
      3  | Gravel       |             | North | 80.5     | 100           | ***       | false    | 2026-02-21
      4  | Pine beams   | 2           | North | 0        | 40            | ***       | true     | 2026-02-21
      5  | Oak boards   | 2           | South | 0        | 10            | ***       | false    | 2026-02-22
      6  | Plywood      | 2           | East  | 12       | 50            | ***       | false    | 2026-02-22
      7  | Rebar 12 mm  | 3           | North | 950      | 500           | ***       | false    | 2026-02-23
      8  | I-beam 6 m   | 3           | South |          | 6             | ***       | true     |
      9  | Nails        | 3           | North |          | 0             | ***       |          |
      10 | Screws       | 3           | South | 3000     |               | ***       |          | 2026-01-15
      11 | White cement | 1           | North | 15       | 20            | 6.4       |          | 2026-02-24
      12 | Roof tiles   | 99          | South | 700      | 800           | ***       | false    | 2026-02-24
      13 | Sand         |             |       | 0        | 30            | ***       |          |
      14 | Wood glue    | 2           | North | 1        | 2             | ***       | false    | 2026-02-25
      15 | Sealing tape | 1           |       | 5        | 10            | 2         | false    | 2026-02-25
    GRID
  }
  can "import" "stock" { set = { material = "Mortar", supplier_id = 1, unit_cost = 5 } }
  can "import" "stock" { set = { material = "Mortar", supplier_id = 2 } }
  cannot "import" "stock" { set = { material = "Mortar", supplier_id = 2, unit_cost = 5 } }
}
