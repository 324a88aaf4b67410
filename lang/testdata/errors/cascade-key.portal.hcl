table "bills" { # ERROR: Missing key | "bills" | has no field "id"
  fields = {
    nr   = number
    name = string
  }
}
table "lines" {
  fields = {
    id      = number
    bill_id = number
  }
  belongs_to "bill" {
    table = "bills"
    key   = "bill_id"
  }
}
profile "p" {
  allow "table" "lines" {
    actions = ["view"]
    rows    = row.bill.name == "x"
  }
  allow "table" "bills" {
    actions = ["view"]
    rows    = row.name == "x"
    hide    = ["name"]
    mask    = { nam = "x" } # ERROR: Unknown field | nam | Did you mean "name"?
  }
}
