profile "p" {
  allow "message" "*" { users = [null] } # ERROR: Null value | null | no key
}
