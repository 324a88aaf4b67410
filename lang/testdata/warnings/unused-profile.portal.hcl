profile "nobody" { # WARNING: Unused profile | "nobody" | says nothing, and nothing names it
  title = "Nobody"
}
profile "group" {}
profile "p" {
  allow "message" "*" { profiles = ["group"] }
}
