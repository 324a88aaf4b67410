form "ask" {
  table  = "orders"
  fields = ["titel"] # ERROR: Unknown field | "titel" | Did you mean "title"?
}
