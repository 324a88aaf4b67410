page "*" {} # ERROR: Invalid name | "*" | stands for all names
