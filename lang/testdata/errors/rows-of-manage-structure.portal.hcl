profile "p" {
  allow "table" "orders" {
    actions = ["manage_structure"]
    rows    = row.paid # ERROR: Argument without use | row.paid | has rows = all
  }
}
