report "late" {
  table  = "orders"
  fields = [id, "total"] # ERROR: Missing quotes | id | write it as "id"
}
