profile "a" {
  menu {
    section "x" {
      item "page" {} # ERROR: Missing name | item "page" | item "table" "name"
    }
  }
}
