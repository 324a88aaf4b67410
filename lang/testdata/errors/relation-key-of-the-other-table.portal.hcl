table "invoices" {
  fields = { id = number }
  has_many "items" {
    table = "order_items"
    key   = "invoice_id" # ERROR: Unknown field | "invoice_id" | The table "order_items" has no field "invoice_id"
  }
}
