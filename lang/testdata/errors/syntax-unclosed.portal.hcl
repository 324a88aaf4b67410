profile "p" { # ERROR: Unclosed configuration block
  allow "page" "home" {}
