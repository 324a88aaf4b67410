page {} # ERROR: Missing name | page
