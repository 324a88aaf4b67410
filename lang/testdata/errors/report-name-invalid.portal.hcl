report "Late orders" { # ERROR: Invalid name | "Late orders"
  table = "orders"
}
