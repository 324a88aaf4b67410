profile "p" {
  allow "message" "*" { users = [1, "two"] } # ERROR: Wrong type | "two"
}
