table "invoices" {
  owner = "author" # ERROR: Mismatched owner | "author" | cannot hold the key contacts.id, which is a number
  fields = {
    id     = number
    author = string
  }
}
