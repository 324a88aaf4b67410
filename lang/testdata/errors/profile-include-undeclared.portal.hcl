profile "p" {
  includes = ["everyon"] # ERROR: Undeclared profile | "everyon" | Did you mean "everyone"?
}
