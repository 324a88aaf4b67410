# A deny applies wherever its condition is not false: these do where a value is null.
profile "p" {
  deny "table" "orders" {
    rows = row.total == 1 && row.total == 2 # WARNING: Never true | row.total == 1 && row.total == 2
  }
  deny "table" "orders" {
    rows = row.note == null && row.note != null # WARNING: Never true
  }
  deny "table" "orders" {
    rows = row.total > 3 && row.total <= 3 # WARNING: Never true
  }
  deny "page" "home" {
    when = user.level > 5 && user.level < 3 # WARNING: Never true
  }
  deny "page" "home" {
    when = contains([], user.login) # WARNING: Unreachable statement | contains([], user.login)
  }
  deny "table" "orders" {
    rows = contains([], row.note) # WARNING: Unreachable statement
  }
  deny "table" "orders" {
    actions = ["update"]
    check   = true # WARNING: Unreachable statement | true | refuses none
  }
  deny "table" "orders" { fields = [] } # WARNING: Statement about nothing | deny "table" "orders" | takes nothing
  allow "page" "home" { when = false } # WARNING: Unreachable statement | false
}
