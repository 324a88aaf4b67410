profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask = {
      note = "x"
      note = "y" # ERROR: Duplicate name | note | first at line 6
    }
  }
}
