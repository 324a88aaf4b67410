profile "p" {
  allow "table" "orders" {
    actions = ["delete"]
    rows    = all
    hid     = ["total"] # ERROR: Unknown argument | hid | Did you mean "hide"?
  }
}
