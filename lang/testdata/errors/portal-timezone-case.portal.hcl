# ALONE
portal "acme" {
  timezone = "europe/Berlin" # ERROR: Unknown time zone | "europe/Berlin" | Did you mean "Europe/Berlin"?
}
