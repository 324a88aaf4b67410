profile "p" {
  deny "table" "orders" {
    actions = ["view"]
    rows    = row.status == "done" || row.paid
  }
  deny "table" "orders" { # WARNING: Redundant statement | deny "table" "orders"
    actions = ["view"]
    rows    = (row.status == "done") || row.paid
    when    = team.tier == "paid"
  }
  deny "table" "orders" {
    actions = ["view"]
    rows    = row.paid
    message = "Paid orders stay."
  }
}
