report "late" {
  table  = "orders"
  fields = ["id", "totl"] # ERROR: Unknown field | "totl" | Did you mean "total"?
}
