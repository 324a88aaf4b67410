page "tasks" "tasks" {} # ERROR: Duplicate name | "tasks" | first at column 6
