profile "a" {
  allow "table" "contacts" { # WARNING: Rights that people change | allow "table" "contacts" | updates "client_id" by this
    actions = ["update"]
    rows    = row.id == user.id
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.client.region == user.client.region
  }
}
profile "b" {
  allow "table" "contacts" {
    actions   = ["update"]
    rows      = row.id == user.id
    read_only = ["client_id"]
  }
  allow "table" "contacts" {
    actions = ["update"]
    rows    = row.id == user.id
    check   = new.client_id == user.client_id
  }
}
