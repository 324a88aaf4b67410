# Z4: View all; Z7: but for the cost
test "a storekeeper sees the whole stock, without the cost" {
  fixture = "yards"
  as      = ["otto", "otto_by_api", "otto_somehow"]

  view "stock" {
    expect = <<-GRID
      id | material     | supplier_id | yard  | quantity | reorder_level | on_order | counted_on
      1  | Cement 25 kg | 1           | North | 400      | 300           | false    | 2026-02-20
      2  | Lime 20 kg   | 1           | South | 120      | 120           | false    | 2026-02-20
      3  | Gravel       |             | North | 80.5     | 100           | false    | 2026-02-21
      4  | Pine beams   | 2           | North | 0        | 40            | true     | 2026-02-21
      5  | Oak boards   | 2           | South | 0        | 10            | false    | 2026-02-22
      6  | Plywood      | 2           | East  | 12       | 50            | false    | 2026-02-22
      7  | Rebar 12 mm  | 3           | North | 950      | 500           | false    | 2026-02-23
      8  | I-beam 6 m   | 3           | South |          | 6             | true     |
      9  | Nails        | 3           | North |          | 0             |          |
      10 | Screws       | 3           | South | 3000     |               |          | 2026-01-15
      11 | White cement | 1           | North | 15       | 20            |          | 2026-02-24
      12 | Roof tiles   | 99          | South | 700      | 800           | false    | 2026-02-24
      13 | Sand         |             |       | 0        | 30            |          |
      14 | Wood glue    | 2           | North | 1        | 2             | false    | 2026-02-25
      15 | Sealing tape | 1           |       | 5        | 10            | false    | 2026-02-25
    GRID
  }
  can "access" "page" "yard" {}
  cannot "access" "page" "purchasing" {}
  cannot "access" "page" "welcome" {}
  cannot "access" "dashboard" "stock_levels" {}
  cannot "access" "dashboard" "site_costs" {}
  view "reorder_list" { rows = [] }
  view "warehouse_stock" { rows = [] } # Z6: the table is there, the report is not
  view "suppliers" { rows = [] }
}

# Z4: Modify all; Z8: but for what is read-only
test "a storekeeper counts, and changes nothing about what a thing is" {
  fixture = "yards"
  as      = ["otto"]

  can "update" "stock" {
    row = 9
    set = { quantity = 12000, counted_on = "2026-03-01", yard = "South", on_order = false }
  }
  cannot "update" "stock" {
    row = 1
    set = { material = "Cement" }
  }
  cannot "update" "stock" {
    row = 1
    set = { supplier_id = 2 }
  }
  cannot "update" "stock" {
    row = 1
    set = { reorder_level = 1 }
  }
  cannot "update" "stock" {
    row = 1
    set = { unit_cost = 1 }
  }
  cannot "create" "stock" { set = { material = "Mortar" } }
  cannot "import" "stock" { set = { material = "Mortar" } }
  cannot "delete" "stock" { row = 13 }
}

test "a storekeeper adds nothing to the stock, and no delivery but by the form" {
  fixture = "yards"
  as      = ["otto"]

  cannot "create" "stock" { set = { quantity = 10, yard = "North" } }
  cannot "import" "stock" { set = { quantity = 10, yard = "North" } }
  cannot "create" "deliveries" { set = { received_by = 3, quantity = 5 } }
}

# Z2: access to a form
test "a storekeeper receives some of a thing that we stock, by today" {
  fixture = "yards"
  as      = ["otto"]

  can "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 0.5, arrived_on = "2026-03-01", note = "dry" } }
  cannot "access" "form" "receive_delivery" {
    set    = { stock_id = 1, quantity = 0, arrived_on = "2026-03-01" }
    reason = "Some of a thing that we stock"
  }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, arrived_on = "2026-03-01" } }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-03-02" } }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10 } }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 99, quantity = 10, arrived_on = "2026-03-01" } }
  cannot "access" "form" "receive_delivery" { set = { quantity = 10, arrived_on = "2026-03-01" } }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-03-01", price = 42 } }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-03-01", status = "checked" } }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-03-01", received_by = 3 } }
  cannot "create" "deliveries" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-03-01" } } # Z6: by the form alone
}

# Z3
test "a storekeeper sees, edits and deletes the deliveries that they received" {
  fixture = "yards"
  as      = ["otto"]

  view "deliveries" {
    expect = <<-GRID
      id | stock_id | quantity | arrived_on | status   | note      | received_by
      1  | 1        | 200      | 2026-02-10 | checked  |           | 3
      2  | 1        | 100      | 2026-02-25 | arrived  | wet sacks | 3
      3  | 4        | 20       | 2026-02-26 | returned | warped    | 3
      5  | 8        | 2        | 2026-02-28 |          |           | 3
      7  |          | 5        |            | arrived  |           | 3
    GRID
  }
  can "update" "deliveries" {
    row = 2
    set = { quantity = 98, note = "two sacks torn", arrived_on = "2026-02-24" }
  }
  can "delete" "deliveries" { row = 3 }
  can "delete" "deliveries" { row = 7 }
  cannot "update" "deliveries" { # Pia's
    row = 4
    set = { note = "rusty" }
  }
  cannot "delete" "deliveries" { row = 4 }
  cannot "update" "deliveries" {
    row = 2
    set = { stock_id = 2 }
  }
  cannot "update" "deliveries" {
    row = 2
    set = { status = "checked" }
  }
  cannot "update" "deliveries" {
    row = 2
    set = { price = 400 }
  }
  cannot "update" "deliveries" {
    row = 2
    set = { received_by = 4 }
  }
}

test "a checked delivery stays as it is, and so does one of which nobody knows" {
  fixture = "yards"
  as      = ["otto", "bea"]

  cannot "update" "deliveries" {
    row    = 1
    set    = { note = "fine" }
    reason = "A checked delivery"
  }
  cannot "delete" "deliveries" {
    row    = 1
    reason = "A checked delivery"
  }
  cannot "update" "deliveries" {
    row = 5
    set = { note = "fine" }
  }
  cannot "delete" "deliveries" { row = 5 }
}

# Z15
test "by the API, or by no known way, nothing is changed" {
  fixture = "yards"
  as      = ["otto_by_api", "otto_somehow"]

  view "deliveries" { rows = [1, 2, 3, 5, 7] }
  cannot "update" "stock" {
    row    = 9
    set    = { quantity = 12000 }
    reason = "not by the API"
  }
  cannot "update" "deliveries" {
    row    = 2
    set    = { note = "two sacks torn" }
    reason = "not by the API"
  }
  cannot "delete" "deliveries" { row = 3 }
  cannot "access" "form" "receive_delivery" {
    set    = { stock_id = 1, quantity = 10, arrived_on = "2026-03-01" }
    reason = "not by the API"
  }
}

test "nor is anything imported, or a level set" {
  fixture = "yards"
  as      = ["bea_by_api"]

  view "reorder_list" { rows = [4, 5, 8, 11, 12, 14] }
  can "export" "reorder_list" { row = 4 }
  cannot "import" "stock" {
    set    = { material = "Mortar", supplier_id = 1 }
    reason = "not by the API"
  }
  cannot "update" "reorder_list" {
    row = 4
    set = { reorder_level = 50 }
  }
  cannot "delete" "deliveries" { row = 4 }
}

# Z5: print, on its own
test "a site manager sees and prints the stock of the yard in the North" {
  fixture = "yards"
  as      = ["max"]

  view "warehouse_stock" {
    expect = <<-GRID
      id | material     | yard  | quantity
      1  | Cement 25 kg | North | 400
      3  | Gravel       | North | 80.5
      4  | Pine beams   | North | 0
      7  | Rebar 12 mm  | North | 950
      11 | White cement | North | 15
      14 | Wood glue    | North | 1
    GRID
  }
  can "print" "warehouse_stock" { row = 1 }
  cannot "print" "warehouse_stock" { row = 2 }  # in the South
  cannot "print" "warehouse_stock" { row = 9 }  # not in the report
  cannot "print" "warehouse_stock" { row = 15 } # in no known yard
  cannot "export" "warehouse_stock" { row = 1 }
  can "access" "page" "yard" {}
  cannot "access" "page" "welcome" {}
  cannot "access" "dashboard" "stock_levels" {}
  view "stock" { rows = [] }
}

test "a site manager changes nothing of it" {
  fixture = "yards"
  as      = ["max"]

  cannot "update" "warehouse_stock" { row = 1 }
  cannot "delete" "warehouse_stock" { row = 1 }
}

# Z5: export, on its own
test "a buyer sees and exports what is running out, and sets the levels" {
  fixture = "yards"
  as      = ["bea"]

  view "reorder_list" {
    expect = <<-GRID
      id | material     | supplier_id | quantity | reorder_level
      4  | Pine beams   | 2           | 0        | 40
      5  | Oak boards   | 2           | 0        | 10
      8  | I-beam 6 m   | 3           |          | 6
      11 | White cement | 1           | 15       | 20
      12 | Roof tiles   | 99          | 700      | 800
      14 | Wood glue    | 2           | 1        | 2
    GRID
  }
  can "export" "reorder_list" { row = 12 }
  cannot "export" "reorder_list" { row = 2 }
  cannot "print" "reorder_list" { row = 12 }
  can "update" "reorder_list" {
    row = 11
    set = { reorder_level = 16 }
  }
  cannot "update" "reorder_list" { # it would leave the list
    row = 11
    set = { reorder_level = 15 }
  }
  cannot "update" "reorder_list" { # it is not in the list
    row = 1
    set = { reorder_level = 500 }
  }
  cannot "update" "reorder_list" {
    row = 11
    set = { material = "Cement, white" }
  }
  cannot "update" "reorder_list" {
    row = 11
    set = { supplier_id = 2 }
  }
  cannot "update" "reorder_list" {
    row = 11
    set = { quantity = 10 }
  }
  cannot "update" "reorder_list" { # not of the report
    row = 11
    set = { on_order = true }
  }
  cannot "update" "stock" {
    row = 11
    set = { reorder_level = 16 }
  }
}

# Z4, Z5, Z14
test "a buyer sees all of the stock and the suppliers, and imports new materials, uncounted" {
  fixture = "yards"
  as      = ["bea"]

  view "stock" {
    rows   = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    fields = ["id", "material", "supplier_id", "yard", "quantity", "reorder_level", "unit_cost", "on_order", "counted_on"]
  }
  view "suppliers" {
    expect = <<-GRID
      id | name
      1  | Nordic Cement
      2  | Baltic Timber
      3  | Steelworks
    GRID
  }
  can "import" "stock" { set = { material = "Mortar", supplier_id = 1, unit_cost = 5, yard = "North" } }
  cannot "import" "stock" {
    set    = { material = "Mortar", supplier_id = 1, quantity = 10 }
    reason = "counted in the yard"
  }
  cannot "create" "stock" { set = { material = "Mortar", supplier_id = 1 } }
  cannot "export" "stock" { row = 1 }
  cannot "print" "stock" { row = 1 }
}

# Z4
test "a buyer sees all deliveries and modifies those that are not checked" {
  fixture = "yards"
  as      = ["bea"]

  view "deliveries" {
    expect = <<-GRID
      id | stock_id | quantity | arrived_on | status   | note      | price | received_by
      1  | 1        | 200      | 2026-02-10 | checked  |           | 840   | 3
      2  | 1        | 100      | 2026-02-25 | arrived  | wet sacks | 420   | 3
      3  | 4        | 20       | 2026-02-26 | returned | warped    | 360   | 3
      4  | 7        | 500      | 2026-02-27 | arrived  |           | 925   | 4
      5  | 8        | 2        | 2026-02-28 |          |           |       | 3
      6  | 99       | 10       | 2026-02-28 | arrived  | whose?    |       | 4
      7  |          | 5        |            | arrived  |           |       | 3
      8  | 10       | 1000     | 2026-03-01 | checked  |           | 50    | 4
      9  | 12       | 300      | 2026-01-30 | arrived  |           | 330   | 9
      10 | 2        | 60       | 2026-02-02 | checked  |           | 189   | 9
    GRID
  }
  can "update" "deliveries" {
    row = 6
    set = { stock_id = 7, status = "checked", price = 18.5, received_by = 3 }
  }
  can "delete" "deliveries" { row = 9 }
  cannot "delete" "deliveries" { row = 10 }
  cannot "update" "deliveries" { # somebody has received it
    row = 6
    set = { received_by = null }
  }
  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-03-01" } }
  can "access" "dashboard" "stock_levels" {}
  can "access" "dashboard" "site_costs" {}
  can "access" "page" "welcome" {}
  can "access" "page" "yard" {}
  can "access" "page" "purchasing" {}
  cannot "print" "warehouse_stock" { row = 1 }
}

test "a buyer buys, and does not count, receive or take out of the books" {
  fixture = "yards"
  as      = ["bea"]

  cannot "update" "stock" { row = 1 }
  cannot "delete" "stock" { row = 1 }
  cannot "delete" "reorder_list" { row = 4 }
  cannot "create" "deliveries" { set = { received_by = 5, quantity = 5 } }
  cannot "create" "suppliers" { set = { name = "Nordic Sand" } }
  cannot "update" "suppliers" { row = 1 }
  cannot "delete" "suppliers" { row = 1 }
}

test "on the first day there is nothing to see" {
  fixture = "first_day"
  as      = ["ines", "otto", "bea"]

  view "warehouse_stock" { rows = [] }
  view "reorder_list" { rows = [] }
  view "stock" { rows = [] }
  view "deliveries" { rows = [] }
}

test "on the first day the storekeeper has nothing to receive" {
  fixture = "first_day"
  as      = ["otto"]

  cannot "access" "form" "receive_delivery" { set = { stock_id = 1, quantity = 10, arrived_on = "2026-01-02" } }
  cannot "import" "stock" { set = { material = "Mortar" } }
}

test "on the first day the buyer imports" {
  fixture = "first_day"
  as      = ["bea"]

  can "import" "stock" { set = { material = "Mortar" } }
}
