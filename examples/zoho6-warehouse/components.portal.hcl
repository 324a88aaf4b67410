# Z6: reports and forms are components of their own.
report "warehouse_stock" {
  description = "What is in the yards, or on its way there"
  table       = "stock"
  rows        = row.quantity > 0 || row.on_order
  fields      = ["id", "material", "yard", "quantity", "unit_cost"]
}

report "reorder_list" {
  description = "What is running out"
  table       = "stock"
  rows        = coalesce(row.quantity, 0) < row.reorder_level && contains(local.our_yards, row.yard)
  fields      = ["id", "material", "supplier_id", "quantity", "reorder_level"]
}

form "receive_delivery" {
  table  = "deliveries"
  fields = ["stock_id", "quantity", "arrived_on", "status", "note"]
}

dashboard "stock_levels" "site_costs" {}

page "welcome" "yard" "purchasing" {}

locals {
  # The yard in the East is being cleared.
  our_yards = ["North", "South"]
}
