profile "p" {
  allow "message" "*" { users = [1, 2, 1] } # ERROR: Duplicate value | 1
}
