# ALONE
portal "p" {}
table "jobs" {
  fields = { id = number, name = string }
}
report "all_jobs" { table = "jobs" }
profile "a" {
  allow "table" "jobs" { # WARNING: Action without view | allow "table" "jobs" | The action delete needs view
    actions = ["create", "delete"]
    rows    = all
  }
  allow "report" "all_jobs" { # WARNING: Action without view
    actions = ["update"]
    rows    = all
  }
}
