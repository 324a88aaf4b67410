# ALONE
portal "acme" {
  timezone = "New York" # ERROR: Unknown time zone | "New York" | Did you mean "America/New_York"?
}
