report "late" {
  table  = "orders"
  fields = ["id", "client"] # ERROR: Unknown field | "client" | Did you mean "client_id", the field with its key?
}
