team "beans" {
  properties = { teir = "paid" } # ERROR: Undeclared property | teir | Did you mean "tier"?
}
