# ALONE
portal "acme" {
  user_properties = { region = strin, level = number } # ERROR: Invalid type | strin
  team_properties = ["client"] # ERROR: Object needed | ["client"]
}
page "home" {}
team "beans" {
  properties = { client = "x" }
}
profile "p" {
  allow "page" "home" { when = user.region > user.level }
  deny "page" "home" { when = team.client == 1 }
}
