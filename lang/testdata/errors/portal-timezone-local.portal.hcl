# ALONE
portal "acme" {
  timezone = "Local" # ERROR: Unknown time zone | "Local" | "Local" is none of them
}
