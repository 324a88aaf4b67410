# Z6: a form brings records in, a report shows them; each is a component of its own.
form "join_event" {
  table  = "participants"
  fields = ["name", "company", "email", "phone", "allergies", "ticket", "session_id"]
}

form "rate_session" {
  table  = "feedback"
  fields = ["session_id", "rating", "remark"]
}

report "all_participants" {
  table  = "participants"
  fields = ["id", "name", "company", "email", "phone", "allergies", "ticket"]
}

report "vip_guests" {
  table  = "participants"
  rows   = row.ticket == "vip" && row.paid
  fields = ["id", "name", "company", "email", "allergies"]
}

report "programme" {
  table  = "sessions"
  rows   = row.status == "confirmed"
  fields = ["id", "title", "room", "starts"]
}

page "welcome" "venue" "front_desk" "crew" {}
