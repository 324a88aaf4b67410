action "ship-it" { tables = ["orders"] } # ERROR: Invalid name | "ship-it"
