profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    fields  = ["total"]
    hide    = ["margin"] # ERROR: Conflicting arguments | hide | "fields" (line 5)
  }
}
