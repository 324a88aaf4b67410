condition "paid" {
  table = "orders"
  when  = row.paid
}
profile "a" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = contains([], row.note) # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = condition.paid && !condition.paid # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.note == null && row.note != null # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.note == null && row.note == "x" # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = 5 < row.total && row.paid && 3 > row.total # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.due >= "2026-03-01" && row.due < "2026-03-01" # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = lower(row.note) == "Kiel" # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = contains(["Kiel", "BONN"], lower(row.note)) || startswith(upper(row.note), "k") # WARNING: Unreachable statement
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.total >= 5 && row.total <= 5 && contains(["Kiel", "bonn"], lower(row.note)) && row.note != "x" # WARNING: Null stays out
  }
}
