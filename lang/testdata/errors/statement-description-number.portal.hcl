profile "p" {
  allow "page" "home" { message = 7 } # ERROR: Wrong type | 7
}
