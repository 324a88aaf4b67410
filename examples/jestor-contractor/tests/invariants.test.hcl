never "who is locked sees tasks" {
  profiles = ["locked"]
  table    = "tasks"
}

never "trainees see hours" {
  profiles = ["trainee"]
  table    = "timesheets"
}
