team "Coffee Beans" {} # ERROR: Invalid name | "Coffee Beans"
