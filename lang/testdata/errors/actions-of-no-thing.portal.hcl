profile "p" {
  allow "table" "clients" "contacts" {
    actions = ["view", "approve"] # ERROR: Unknown action | "approve" | None of the tables has the action "approve"
    rows    = all
  }
}
