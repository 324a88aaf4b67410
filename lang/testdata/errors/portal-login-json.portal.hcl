# ALONE
portal "acme" {
  users = "people"
  login = "meta" # ERROR: Invalid login | "meta" | people.meta is a json, which cannot identify a person.
}
table "people" {
  fields = { id = number, meta = json }
}
