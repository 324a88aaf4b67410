profile "a" {
  menu {
    section "x" {
      item "page" "home" {}
    }
  }
  menu {} # ERROR: Duplicate menu | menu | another at case.portal.hcl:2
}
