profile "p" {
  allow "report" "open_orders" {
    actions = ["view"]
    rows    = all
    hide    = ["margin"] # ERROR: Unknown field | "margin" | of the table "orders" is not among those of the report "open_orders"
  }
}
