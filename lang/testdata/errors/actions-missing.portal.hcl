profile "p" {
  allow "table" "orders" { # ERROR: Missing argument | allow "table" "orders" | needs "actions"
    rows = all
  }
}
