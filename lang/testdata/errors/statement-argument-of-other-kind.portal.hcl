profile "p" {
  allow "page" "home" { rows = all } # ERROR: Unknown argument | rows | An allow of kind page has no argument "rows"
}
