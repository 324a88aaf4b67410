team "beans" {
  profiles = ["everybody"] # ERROR: Undeclared profile | "everybody" | Did you mean "everyone"?
}
