profile "p" {
  allow "page" "hme" {} # ERROR: Undeclared page | "hme" | Did you mean "home"?
}
