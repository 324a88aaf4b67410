profile "p" {
  alow "page" "home" {} # ERROR: Unknown block | alow | Did you mean "allow"?
}
