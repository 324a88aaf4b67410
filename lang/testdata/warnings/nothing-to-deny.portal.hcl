profile "p" {
  deny "table" "orders" { actions = ["delete", "print"] } # WARNING: Nothing to deny | deny "table" "orders"
  deny "table" "orders" { actions = ["delete", "view"] }
  deny "table" "clients" {}
  deny "channel" "general" { actions = ["read"] } # WARNING: Nothing to deny | deny "channel" "general"
  deny "capability" "manage_users" {}
}
