profile "p" {
  allow "table" "orders" {
    actions = ["*", "view"] # ERROR: Name beside "*" | "view" | every action already
    rows    = all
  }
}
