profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = user.groups == "x" # ERROR: List used as a value | user.groups | Write contains(user.groups, "x").
  }
}
