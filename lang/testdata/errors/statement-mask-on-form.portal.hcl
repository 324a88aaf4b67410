profile "p" {
  allow "form" "new_order" { mask = { note = "x" } } # ERROR: Unknown argument | mask
}
