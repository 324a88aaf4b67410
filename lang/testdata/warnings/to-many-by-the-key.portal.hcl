table "boxes" {
  fields = { id = number }
  has_many "items" { # WARNING: To many by the key | "items" | order_items.id is the key of order_items
    table = "order_items"
    key   = "id"
  }
}
