profile "a" {
  menu {
    section "x" {
      item "page" "home" {}
      item "page" "home" { # ERROR: Duplicate item | "home" | at case.portal.hcl:4
        label = "Home"
      }
    }
  }
}
