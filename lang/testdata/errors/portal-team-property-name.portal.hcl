# ALONE
portal "acme" {
  team_properties = { name = string } # ERROR: Ambiguous name | name | team.name is there in every portal
}
