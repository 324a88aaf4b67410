profile "p" {
  allow "table" "orders" {
    actions = ["view", "view"] # ERROR: Duplicate name | "view" | named twice in "actions"
    rows    = all
  }
}
