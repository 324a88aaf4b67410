profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    hide    = "margin" # ERROR: List needed | "margin" | write ["margin"]
  }
}
