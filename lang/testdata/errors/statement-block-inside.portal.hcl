profile "p" {
  allow "page" "home" {
    when { # ERROR: Unknown block | when | "when" is an argument, which is written with =
    }
  }
}
