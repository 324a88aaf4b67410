action "export" { tables = ["orders"] } # ERROR: Built-in action | "export"
