profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = startswith(row.note, user.login) || startswith(row.note, "${user.login}/") # WARNING: Prefix without an end | user.login
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = startswith(row.note, "files/${user.id}") # WARNING: Prefix without an end | "files/${user.id}"
    check   = endswith(new.note, user.login) && startswith(new.note, lower(user.login)) # WARNING: Prefix without an end | lower(user.login)
  }
}
