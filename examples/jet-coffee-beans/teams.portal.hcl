# J1: a team for each client company; its people have the same permissions.
team "coffee_beans" {
  profiles   = ["client"]
  properties = { client = "Coffee Beans", domain = "@coffeebeans.example", plan = "premium" }
}

team "green_leaf" {
  profiles   = ["client"]
  properties = { client = "Green Leaf", domain = "@greenleaf.example", plan = "standard" }
}

team "daily_grind" {
  profiles   = ["client"]
  properties = { client = "Daily Grind", domain = "@dailygrind.example", plan = "trial" }
}

# The plan of this client has not been entered yet.
team "olive_press" {
  profiles   = ["client"]
  properties = { client = "Olive Press", domain = "@olivepress.example" }
}

# Nothing is known of this client but that its people have been invited.
team "fresh_start" {
  profiles = ["client"]
}
