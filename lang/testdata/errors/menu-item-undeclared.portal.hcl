profile "a" {
  menu {
    section "x" {
      item "page" "hom" {} # ERROR: Undeclared page | "hom" | Did you mean "home"?
    }
  }
}
