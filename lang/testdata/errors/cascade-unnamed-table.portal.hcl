# ALONE
portal "acme" {
  users = "people"
  login = "email"
}
table { # ERROR: Missing name | table
  fields = {
    id    = number
    email = string
  }
}
report "late" {
  table = "people"
}
profile "p" {
  reveal = ["pii"]
  allow "table" "people" {
    actions = ["view"]
    rows    = row.id == user.id
  }
  allow "report" "late" {
    actions = ["view"]
    rows    = all
    hide    = ["x"]
  }
}
