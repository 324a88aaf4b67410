# Who may do what. Nothing is allowed unless an allow says so, and a deny is
# stronger than any allow.

profile "customer" {
  title   = "Customer"
  default = true # for people who have no other profile

  # Customers see the tickets of their company, without the note.
  allow "table" "tickets" {
    actions = ["view"]
    rows    = row.person.company == user.company
    hide    = ["note"]
  }

  # They open tickets of their own, and reword them until there is an answer.
  allow "table" "tickets" {
    actions = ["create", "update"]
    rows    = own && row.status == "open"
    fields  = ["title"]
    set     = { person_id = user.id, status = "open" }
    message = "A ticket can be changed by who opened it, until it is answered."
  }
}

profile "agent" {
  title = "Agent"

  allow "table" "people" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "tickets" {
    actions = ["view", "update", "delete"]
    rows    = all
  }
  deny "table" "tickets" {
    actions = ["delete"]
    rows    = row.status != "closed"
    message = "Close a ticket before you delete it."
  }
}
