profile "p" {
  allow "page" "home" { when = user.region } # ERROR: Not a condition | user.region
}
