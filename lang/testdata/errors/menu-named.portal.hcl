profile "a" {
  menu "main" { # ERROR: Too many names | "main"
    section "x" {
      item "page" "home" {}
    }
  }
}
