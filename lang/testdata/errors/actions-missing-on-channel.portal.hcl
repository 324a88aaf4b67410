profile "p" {
  allow "channel" "general" {} # ERROR: Missing argument | allow "channel" "general" | needs "actions"
}
