profile "p" {
  allow "page" "home" { actions = ["access"] } # ERROR: Unknown argument | actions
}
