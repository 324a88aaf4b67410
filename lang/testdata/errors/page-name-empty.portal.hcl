page "" {} # ERROR: Invalid name | "" | cannot be empty
