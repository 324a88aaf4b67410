profile "a" {
  menu {
    item "page" "home" {} # ERROR: Unknown block | item | A menu has no block "item"
  }
}
