table "invoices" {
  fields = {
    id       = number
    order_id = number
  }
  belongs_to "order" {
    table = "open_orders" # ERROR: Undeclared table | "open_orders" | is a report; a table is needed here
    key   = "order_id"
  }
}
