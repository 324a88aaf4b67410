profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status == user.via # ERROR: Types do not agree | user.via
  }
}
