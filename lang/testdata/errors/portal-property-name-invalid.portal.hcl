# ALONE
portal "acme" {
  user_properties = { Region = string } # ERROR: Invalid name | Region
}
