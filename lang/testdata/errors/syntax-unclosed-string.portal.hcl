profile "p" {
  title = "Customers # ERROR: Invalid multi-line string
}
profile "q" {
  allow "page" "hom" {}
}
