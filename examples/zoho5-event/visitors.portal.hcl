# Z1, Z12: new people are Customers: the forms, all records in the reports, the
# pages. Z9: of personal data they see nothing there.
profile "Customer" {
  default  = true
  includes = ["Registrant"]

  # Z2: access to a form
  allow "form" "rate_session" {
    check   = new.rating >= 1 && new.rating <= 5 && new.session.starts <= now
    set     = { added_by = user.id }
    message = "A session that has begun gets 1 to 5 points."
  }

  allow "report" "*" {
    actions = ["view"]
    rows    = all
  }

  # Z2: access to a page
  allow "page" "welcome" "venue" {}
}

# Whoever registers people, themselves first of all, knows what they wrote
# there: Z10, Show for both classes of data, for these statements alone.
profile "Registrant" {
  reveal = ["ephi", "pii"]

  # Sensitive fields are written only where a statement names them.
  allow "form" "join_event" {
    fields  = ["name", "company", "email", "phone", "allergies", "session_id"]
    check   = new.session.starts > now && new.session.status == "confirmed"
    set     = { added_by = user.id }
    message = "Choose a session that takes place and has not begun."
  }

  # Z3: View, Delete and Edit of the records that a person added
  allow "table" "participants" {
    actions = ["view", "delete"]
    rows    = own
  }
  allow "table" "participants" {
    actions = ["update"]
    rows    = own
    fields  = ["name", "company", "email", "phone", "allergies", "session_id"]
    check   = new.session.status == "confirmed"
    message = "Choose a session that takes place."
  }
  deny "table" "participants" {
    actions = ["update", "delete"]
    rows    = row.session_id != null && row.session.starts <= timeadd(now, "24h") # portcullis: allow not-for-query-filters the portal asks by the page
    message = "A day before the session the list is closed."
  }

  allow "table" "feedback" {
    actions   = ["view", "update", "delete"]
    rows      = own
    read_only = ["session_id"]
  }
}

# Z10: a sponsor may see the e-mail addresses of participants, and edit
# nothing. Z7: the phone numbers, personal data too, are not in the contract.
profile "Sponsor" {
  reveal = ["pii"]

  allow "report" "all_participants" {
    actions = ["view"]
    rows    = all
    hide    = ["phone"]
  }

  # Z5: the guests of honour may be exported, the list of all may not.
  allow "report" "vip_guests" {
    actions = ["view", "export"]
    rows    = all
  }

  allow "page" "welcome" {}
}

# Somebody who has misbehaved. What they have seen they may see on.
profile "Suspended" {
  deny "form" "*" { message = "Your registration is suspended." }
}
