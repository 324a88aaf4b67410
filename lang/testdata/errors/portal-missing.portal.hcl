# ALONE # ERROR: Missing portal
table "orders" {
  fields = { id = number }
}
