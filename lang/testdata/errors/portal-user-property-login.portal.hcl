# ALONE
portal "acme" {
  user_properties = { login = string } # ERROR: Ambiguous name | login | user.login is there in every portal
}
