profile "p" {
  allow "table" "orders" {
    actions = ["delete", "export"]
    rows    = all
    fields  = ["total"] # ERROR: Argument without use | fields | is used by "view", "create", "update" and "import"; the statement is about "delete" and "export"
  }
}
