table "folders" {
  fields = { id = number, parent_id = number }
  belongs_to "parent" {
    table = "folders"
    key   = "parent_id"
  }
}

profile "p" {
  allow "table" "folders" {
    actions = ["view"]
    rows    = row.parent_id == null
  }
  deny "table" "folders" {
    actions = ["view"]
    rows    = !visible(row.parent) # ERROR: Circular view | visible(row.parent) | "folders" asks for "folders"
  }
}
