profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid
      && row.total > 1 # ERROR: Expression broken over lines | &&
  }
}
profile "q" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.totl # ERROR: Unknown field | totl
  }
  includes = ["p"]
}
profile "r" {
  allow "table" "orders" {
    actions = ["view"]
    # ERROR-BELOW: Expression broken over lines | ||
    rows    = row.paid ||
      row.total > 1
  }
}
