# ALONE
portal "acme" {
  users = "peple" # ERROR: Undeclared table | "peple" | Did you mean "people"?
  login = "email"
}
table "people" {
  owner = "id"
  fields = {
    id    = number
    email = string
  }
}
page "home" {}
profile "p" {
  allow "page" "home" { when = user.client.region == user.nothing }
  allow "table" "people" {
    actions = ["view"]
    rows    = row.id == user.id || own
  }
  allow "message" "*" { users = [1, "x"] }
}
