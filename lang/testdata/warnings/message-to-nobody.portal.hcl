profile "p" {
  allow "message" "*" { users = [] } # WARNING: Statement about nothing | allow "message" "*" | about nobody
}
