# ALONE
portal "acme" {
  user_properties = ["region"] # ERROR: Object needed | ["region"] | is an object
}
