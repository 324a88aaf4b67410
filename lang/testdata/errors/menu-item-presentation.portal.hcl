profile "a" {
  menu {
    section "x" {
      item "table" "orders" { as = "bord" } # ERROR: Unknown presentation | "bord" | Did you mean "board"?
    }
  }
}
