profile "*" {} # ERROR: Invalid name | "*"
