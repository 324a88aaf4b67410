# The profile that Jestor's page on profiles shows: of Tasks some rows and some
# fields, Reminders in full, every dashboard but one; nothing else.
profile "contractor" {
  title = "Contractor"

  allow "table" "tasks" {
    actions   = ["view", "create"]                           # R8: can_create, and neither can_edit nor can_delete
    rows      = row.owner == user.id && row.status != "Done" # R4: filters joined by AND, `reference: id_user`
    hide      = ["request_date"]                             # R5: fields_excluded
    read_only = ["client", "priority"]                       # R6: fields_readonly
    message   = "Contractors create tasks of their own, to be done."
  }

  # R10: "reminders": {"*": "*"}
  allow "table" "reminders" {
    actions = ["*"]
    rows    = all
  }

  # R11: dashboards_enabled "*"; R12: dashboards_disabled, which is stronger
  allow "dashboard" "*" {}
  deny "dashboard" "marketing_kpis" {}

  # R15: default_tabs
  menu {
    section "work" {
      label = "Work"
      item "table" "tasks" {
        label = "My tasks"
        as    = "board"
      }
      item "table" "reminders" { label = "Reminders" }
    }
    section "figures" {
      label = "Figures"
      item "dashboard" "delivery_kpis" {
        label = "Delivery"
        as    = "dashboard"
      }
    }
  }
}
