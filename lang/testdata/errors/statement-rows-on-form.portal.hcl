profile "p" {
  allow "form" "new_order" { rows = all } # ERROR: Unknown argument | rows
}
