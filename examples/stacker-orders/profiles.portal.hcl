profile "everyone" {
  # S6: everyone sees all rows.
  allow "table" "products" "statuses" {
    actions = ["view"]
    rows    = all
  }
}

profile "customer" {
  includes = ["everyone"]

  # S2: tied to the person by a direct link
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.contact_id == user.id
    hide    = ["margin", "project_id"]
  }
  allow "table" "orders" {
    actions = ["create"]
    rows    = all
    hide    = ["margin", "project_id", "total"]
    set     = { contact_id = user.id, status = "draft", placed = today }
  }
  allow "table" "orders" {
    actions   = ["update", "delete"]
    rows      = row.contact_id == user.id && row.status == "draft"
    read_only = ["contact_id", "placed", "total"]
    check     = new.status == "draft" || (new.status == "placed" && length(new.items) > 0)
    message   = "A draft can be changed, and placed when there is something in it."
  }

  # S2 over a relation
  allow "table" "order_items" {
    actions = ["view"]
    rows    = row.order.contact_id == user.id
  }

  # S3: tied by a path through other tables. The invoices are the company's.
  allow "table" "invoices" {
    actions = ["view", "print"]
    rows    = row.order.contact.client_id == user.client_id
    hide    = ["dunning"]
  }

  # Oneself, and the people of one's company
  allow "table" "people" {
    actions   = ["view", "update"]
    rows      = row.id == user.id
    hide      = ["kind"]
    read_only = ["email", "client_id"]
  }
  allow "table" "people" {
    actions = ["view"]
    rows    = row.client_id == user.client_id
    hide    = ["email", "kind"]
    mask    = { phone = "on request" }
  }

  allow "page" "shop" {}
  allow "page" "invoices" { when = user.client_id != null }
  allow "capability" "eu_vat_form" { when = user.client.region == "EU" }
}

profile "staff" {
  includes = ["everyone"]

  # S4: the projects where they are on the team
  allow "table" "projects" {
    actions = ["view"]
    rows    = contains(row.members[*].staff_id, user.id) # portcullis: allow not-for-query-filters the portal asks by the page
  }
  allow "table" "project_members" {
    actions = ["view"]
    rows    = contains(row.project.members[*].staff_id, user.id) # portcullis: allow not-for-query-filters the portal asks by the page
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = condition.on_the_team
  }

  # whose lead moves the orders on
  allow "table" "orders" {
    actions   = ["update"]
    rows      = anytrue([for m in row.project.members : m.staff_id == user.id && m.role == "lead"]) # portcullis: allow not-for-query-filters the portal asks by the page
    read_only = ["contact_id", "project_id", "placed", "total", "margin"]
    check     = contains(["placed", "shipped", "closed"], new.status)
    message   = "The lead of the project moves its orders on."
  }
  deny "table" "orders" {
    actions = ["update"]
    rows    = row.state.closed
    message = "A closed order stays as it is."
  }

  # the customers of these people's projects are known to all staff
  allow "table" "people" "clients" {
    actions = ["view"]
    rows    = all
  }
  allow "page" "projects" {}
}

profile "accountant" {
  allow "table" "invoices" {
    actions = ["view", "export", "import"]
    rows    = all
  }
  allow "table" "invoices" {
    actions   = ["update"]
    rows      = row.paid == false
    read_only = ["order_id", "number"]
    check     = new.amount <= row.amount
    message   = "An open invoice can be marked as paid, or get lower."
  }
  deny "table" "invoices" {
    actions = ["import"]
    check   = new.amount > 0 && (new.due >= today || new.paid)
    message = "An imported invoice is for an amount, and paid if it was due."
  }
  allow "page" "invoices" {}
}
