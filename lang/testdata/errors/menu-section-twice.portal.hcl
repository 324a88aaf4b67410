profile "a" {
  menu {
    section "x" {
      item "page" "home" {}
    }
    section "x" { # ERROR: Duplicate section | "x" | first at case.portal.hcl:3
      item "dashboard" "kpis" {}
    }
  }
}
