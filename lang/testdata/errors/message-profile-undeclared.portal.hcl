profile "p" {
  allow "message" "*" { profiles = ["everyon"] } # ERROR: Undeclared profile | "everyon" | Did you mean "everyone"?
}
