profile "p" {
  allow "message" "*" {
    users    = [1, 2]
    profiles = ["everyone"]
  }
  allow "message" "*" { users = [2] } # WARNING: Redundant statement | allow "message" "*"
  allow "message" "*" { users = [3] }
}
