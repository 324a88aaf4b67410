profile "p" {
  deny "table" "orders" {
    fields = ["total"]
    check  = new.total > 0 # ERROR: Conflicting arguments | check | "fields" (line 3)
  }
}
