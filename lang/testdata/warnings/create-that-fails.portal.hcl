table "visits" {
  fields = { id = number, note = string }
  field "status" {
    type     = enum("draft", "open")
    required = true
    default  = "draft"
  }
  field "made" {
    type      = timestamp
    required  = true
    generated = true
  }
}

profile "b" {
  allow "table" "visits" {
    actions = ["create"]
    rows    = row.status == "draft"
    fields  = ["note"]
  }
  allow "table" "visits" {
    actions = ["create"]
    rows    = all
    fields  = ["note"]
    check   = new.made != null # WARNING: Create that fails | new.made != null | unknown if it is generated
  }
  allow "table" "visits" {
    actions = ["create"]
    rows    = row.made == null # WARNING: Create that fails | row.made == null
    fields  = ["note"]
  }
}

profile "a" {
  allow "table" "orders" { # WARNING: Create that fails | allow "table" "orders" | "title" is required
    actions   = ["create"]
    rows      = row.paid
    fields    = ["paid", "title"]
    read_only = ["title"]
  }
  allow "table" "orders" {
    actions = ["create"]
    rows    = row.client_id == user.client_id # WARNING: Create that fails | row.client_id == user.client_id | neither lets people send nor sets
    fields  = ["title"]
  }
  allow "table" "orders" {
    actions = ["create"]
    rows    = all
    fields  = ["title"]
    check   = contains(new.tags, "x") # WARNING: Create that fails | contains(new.tags, "x")
  }
  allow "form" "new_order" { # WARNING: Create that fails
    fields = ["note"]
  }
  allow "table" "orders" {
    actions = ["create"]
    rows    = row.client_id == user.client_id && row.note == null
    fields  = ["title"]
    set     = { client_id = user.client_id }
  }
}
