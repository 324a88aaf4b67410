# Z4: View all, Modify all. Z8: the ticket is read-only. Z9: no class of
# sensitive data is shown, and so none can be edited either.
profile "Front desk" {
  allow "table" "participants" {
    actions   = ["view", "update"]
    rows      = all
    hide      = ["paid"]
    read_only = ["ticket", "added_by"]
  }

  # Z5: badges are printed, nothing is taken away.
  allow "table" "participants" {
    actions = ["print"]
    rows    = row.badge != null
  }

  allow "page" "welcome" "front_desk" {}
}

# Z11: health data, and no personal data
profile "First aid" {
  reveal = ["ephi"]

  allow "report" "all_participants" {
    actions = ["view"]
    rows    = row.allergies != null
    hide    = ["company", "ticket"]
  }
}

profile "Organiser" {
  reveal = ["ephi", "pii"]

  allow "table" "participants" "sessions" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "sessions" {
    actions = ["create", "update", "delete"]
    rows    = all
    check   = new.status == "proposed" || (new.starts != null && new.room != null)
    message = "Only a proposal can do without a time and a room."
  }

  # Z10: to see is not to edit. The addresses are granted here, the phone
  # numbers and allergies are not.
  allow "table" "participants" {
    actions = ["update"]
    rows    = all
    fields  = ["name", "company", "email", "ticket", "session_id", "badge", "paid"]
  }

  # Z5: import and export, each on its own
  allow "table" "participants" {
    actions = ["import"]
    rows    = all
    fields  = ["name", "company", "email", "ticket", "session_id", "added_by"]
    check   = strcontains(new.email, "@")
    message = "An imported participant has an e-mail address."
  }
  allow "table" "participants" {
    actions = ["export"]
    rows    = row.paid
  }

  allow "form" "join_event" {
    fields = ["name", "company", "email", "ticket", "session_id"]
    set    = { added_by = user.id }
  }
  allow "page" "*" {}
}
