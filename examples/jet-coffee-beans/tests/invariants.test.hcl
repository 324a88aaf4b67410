never "tasks are changed during a trial" {
  profiles = ["client"]
  table    = "tasks"
  actions  = ["update", "delete"]
  when     = team.plan == "trial"
}

always "clients see their own projects" {
  profiles = ["client"]
  table    = "projects"
  when     = row.client == team.client
}
