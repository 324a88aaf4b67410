table "tickets" {
  key = "code"
  fields = {
    code   = string
    status = enum("open", "done")
    note   = string
  }
  field "kind" {
    type     = string
    required = true
  }
}
profile "p" {
  allow "table" "tickets" {
    actions = ["view"]
    rows    = row.status != "done" && row.kind != "x" && row.code != "y" # WARNING: Null stays out | row.status != "done" | row.status == null || …
  }
  allow "table" "tickets" {
    actions = ["update"]
    rows    = !(row.status == "done" || row.kind == "x") # WARNING: Null stays out | row.status == "done"
  }
  allow "table" "tickets" {
    actions = ["delete"]
    rows    = row.status == null || row.status != "done"
  }
  allow "table" "tickets" {
    actions = ["export"]
    rows    = coalesce(row.note, "") != "x" && !(row.kind != "x")
  }
  deny "table" "tickets" {
    actions = ["delete"]
    rows    = row.status != "done"
  }
}
