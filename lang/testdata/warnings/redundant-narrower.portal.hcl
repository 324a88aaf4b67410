profile "p" {
  allow "table" "orders" { # WARNING: Redundant statement | allow "table" "orders" | The allow at case.portal.hcl:7
    actions = ["view"]
    rows    = row.paid
    hide    = ["margin"]
  }
  allow "table" "orders" {
    actions = ["view", "export"]
    rows    = all
  }
  allow "table" "clients" "orders" {
    actions = ["view"]
    rows    = row.id == 1
  }
}
