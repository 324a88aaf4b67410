# A deny applies wherever its rows are not false, so this one is no mistake that can be seen.
profile "p" {
  deny "table" "orders" {
    rows = row.total == 1 && row.total == 2
  }
  allow "page" "home" { when = false } # WARNING: Unreachable statement | false
}
