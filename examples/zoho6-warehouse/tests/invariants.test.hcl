never "deliveries are changed by the API" {
  profiles = ["Portal user"]
  table    = "deliveries"
  actions  = ["update", "delete"]
  when     = user.via != "browser"
}

never "a checked delivery is changed" {
  profiles = ["Portal user"]
  table    = "deliveries"
  actions  = ["update", "delete"]
  when     = row.status == "checked"
}
