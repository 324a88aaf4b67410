condition "big" { # ERROR: Missing argument | condition "big" | A condition needs "when"
  table = "orders"
}
