# ALONE
portal "acme" {
  login = "email" # ERROR: Login without users | login
}
