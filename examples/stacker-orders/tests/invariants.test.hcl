never "staff changes closed orders" {
  profiles = ["staff"]
  table    = "orders"
  actions  = ["update"]
  when     = row.state.closed
}

always "customers see their own orders" {
  profiles = ["customer"]
  table    = "orders"
  when     = row.contact_id == user.id
}
