# ALONE
portal "acme" {}
profile "p" {
  allow "message" "*" { users = [1] } # ERROR: No users table | users
}
