table "bills" {
  key = "nr"
  columns { # ERROR: Unknown block | columns
    nr = number
  }
}
table "lines" {
  fields = {
    id      = number
    bill_nr = number
  }
  belongs_to "bill" {
    table = "bills"
    key   = "bill_nr"
  }
}
profile "p" {
  allow "table" "bills" {
    actions = ["view"]
    rows    = row.total > 1
    hide    = ["total"]
  }
  allow "table" "lines" {
    actions = ["view"]
    rows    = row.bill.total > 1
  }
}
