profile "p" {
  deny "table" "orders" {
    actions = ["manage_structure"]
    fields  = ["total"] # ERROR: Argument without use | fields
  }
}
