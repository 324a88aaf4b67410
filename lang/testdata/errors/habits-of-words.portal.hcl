profile "a" {
  allow "table" "orders" {
    actions = all # ERROR: List needed | all | write ["*"]
    rows    = row.note == NULL # ERROR: Unknown name | NULL | Write null
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid == True # ERROR: Unknown name | True | Write true
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note == nil # ERROR: Unknown name | nil | Write null
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = input.row.total == 1 # ERROR: Unknown name | input | row and new
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.seen_at < now() # ERROR: Unknown function | now | without ( )
  }
}
