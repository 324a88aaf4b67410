profile "p" {
  allow "form" "new_order" { fields = ["total"] } # ERROR: Unknown field | "total" | not among those of the form "new_order"
}
