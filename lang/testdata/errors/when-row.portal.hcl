profile "p" {
  allow "page" "home" { when = row.paid } # ERROR: Not available here | row | when is a condition on user, team, now and today alone
}
