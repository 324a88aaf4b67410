# ALONE
portal "acme" {
  timezone = "Europe/Berln" # ERROR: Unknown time zone | "Europe/Berln" | Did you mean "Europe/Berlin"?
}
