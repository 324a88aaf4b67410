action "post" { tables = ["orders"] } # ERROR: Built-in action | "post"
