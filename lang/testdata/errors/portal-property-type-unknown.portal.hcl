# ALONE
portal "acme" {
  user_properties = { region = strng } # ERROR: Invalid type | strng | Did you mean "string"?
}
