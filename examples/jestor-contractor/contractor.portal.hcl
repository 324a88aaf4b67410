# The profile that Jestor's page on profiles shows: of Tasks some rows and some
# fields, Reminders in full, every dashboard but one; nothing else.
profile "contractor" {
  title = "Contractor"

  # R4: filters joined by AND, one of them with `reference: id_user`
  # R5: fields_excluded, R6: fields_readonly
  # R8: can_create, and neither can_edit nor can_delete
  allow "table" "tasks" {
    actions   = ["view", "create"]
    rows      = row.owner == user.id && row.status != "Done" # portcullis: allow null-stays-out not in use yet
    hide      = ["request_date"]
    read_only = ["client", "priority"]
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
