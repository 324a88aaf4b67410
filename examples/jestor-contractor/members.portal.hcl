# R16: a new profile sees everything and manages nothing.
profile "member" {
  title   = "Member"
  default = true

  # R11: tables_enabled, pages_enabled, dashboards_enabled "*"
  allow "table" "*" {
    actions = ["view"]
    rows    = all
  }
  allow "page" "*" {}
  allow "dashboard" "*" {}

  menu {
    section "work" {
      label = "Work"
      item "table" "timesheets" { label = "Hours" }
    }
    section "company" {
      label = "Company"
      item "page" "wiki" {
        label = "Wiki"
        as    = "page"
      }
      item "page" "settings" {
        label = "Settings"
        as    = "page"
      }
      item "dashboard" "marketing_kpis" {
        label = "Marketing"
        as    = "dashboard"
      }
    }
  }
}

# R12, R14: what a trainee does not see, by name, though members do
profile "trainee" {
  title    = "Trainee"
  includes = ["member"]

  deny "table" "timesheets" { message = "Hours are not for trainees." }
  deny "page" "settings" {}
  deny "dashboard" "marketing_kpis" {}
}

# R13, R14: no table at all, whatever other profiles enable
profile "locked" {
  deny "table" "*" { message = "Your access to data is locked." }
}

profile "team_chat" {
  # R2: the other channels are open, this one is read only.
  allow "channel" "*" { actions = ["read", "post"] }
  deny "channel" "123" {
    actions = ["post"]
    message = "Announcements are read here."
  }

  # R3: direct_message_users, direct_message_profiles
  allow "message" "*" {
    users    = [1, 11, 22]
    profiles = ["manager"]
  }
  deny "message" "*" { users = [13] }
}
