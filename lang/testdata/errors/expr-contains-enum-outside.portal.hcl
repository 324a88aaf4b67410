profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(["open", "doen"], row.status) # ERROR: Value outside the enum | "doen" | Did you mean "done"?
  }
}
