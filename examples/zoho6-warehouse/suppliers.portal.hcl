# Z1: the default set, for people who have just been invited
profile "Customer" {
  default = true

  allow "page" "welcome" {}
}

# A supplier sees a report of the stock and a dashboard, nothing else.
profile "Supplier" {
  # Z4, Z6: all records of the report, and not the table behind it
  allow "report" "warehouse_stock" {
    actions = ["view"]
    rows    = all
  }

  # Z7: what is paid to other suppliers stays hidden.
  deny "table" "stock" {
    fields = ["unit_cost"]
    rows   = row.supplier_id != user.supplier_id
  }

  allow "dashboard" "stock_levels" {}
}
