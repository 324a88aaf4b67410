profile "p" {
  allow "report" "open_orders" {
    actions = ["view", "create"] # ERROR: Unknown action | "create" | No report like "open_orders" has the action "create"
    rows    = all
  }
}
