report "late" {
  table  = "orders"
  fields = ["total", "total"] # ERROR: Duplicate name | "total" | named twice in "fields"
}
