profile "p" {
  allow "channel" "general" { actions = ["view"] } # ERROR: Unknown action | "view"
}
