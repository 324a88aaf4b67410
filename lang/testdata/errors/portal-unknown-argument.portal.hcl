# ALONE
portal "acme" {
  user_propertys = { region = string } # ERROR: Unknown argument | user_propertys | Did you mean "user_properties"?
}
