report "late" {
  table  = "orders"
  fields = total # ERROR: List needed | total | For the one name, write ["total"]
}
