profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { seen_at = year() } # ERROR: Wrong type | year | a part of a date; seen_at is a timestamp. Of it a constant is shown
  }
}
