# ALONE
portal "acme" {
  user_properties = {
    region = string
    region = number # ERROR: Duplicate name | region | first at line 4
  }
}
