# ALONE
portal "acme" {
  timezone = null # ERROR: Null value | null
}
