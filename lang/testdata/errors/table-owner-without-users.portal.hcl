# ALONE
portal "acme" {}
table "invoices" {
  owner = "author" # ERROR: Mismatched owner | "author" | cannot hold the login, which is a string
  fields = {
    id     = number
    author = number
  }
}
