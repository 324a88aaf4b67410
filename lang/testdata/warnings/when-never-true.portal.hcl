profile "p" {
  allow "page" "home" { when = team.tier == "paid" && team.tier == "free" } # WARNING: Unreachable statement | team.tier == "paid" && team.tier == "free" | never true
}
