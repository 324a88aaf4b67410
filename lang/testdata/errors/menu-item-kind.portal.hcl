profile "a" {
  menu {
    section "x" {
      item "channel" "general" {} # ERROR: Unknown kind | "channel" | A menu has no items of the kind
    }
  }
}
