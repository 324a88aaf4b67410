# ALONE # ERROR: Missing portal
page "home" {}
team "beans" {
  properties = { client = "x" }
}
profile "p" {
  allow "page" "home" { when = user.region == team.client && user.nothing == 1 }
}
