# ALONE
portal "acme" {
  timezone = "berlin" # ERROR: Unknown time zone | "berlin" | Did you mean "Europe/Berlin"?
}
