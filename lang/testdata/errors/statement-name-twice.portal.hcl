profile "p" {
  allow "page" "home" "home" {} # ERROR: Duplicate name | "home"
}
