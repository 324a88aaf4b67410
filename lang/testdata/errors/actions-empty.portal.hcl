profile "p" {
  deny "table" "orders" { actions = [] } # ERROR: Empty list | [] | The deny names no action
}
