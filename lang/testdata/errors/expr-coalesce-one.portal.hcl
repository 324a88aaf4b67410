profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = coalesce(row.note) == "x" # ERROR: Too few arguments | )
  }
}
