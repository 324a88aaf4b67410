table "invoices" {
  owners = "added_by" # ERROR: Unknown argument | owners | Did you mean "owner"?
  fields = {
    id       = number
    added_by = number
  }
}
