action "ship" {} # ERROR: Missing argument | action "ship" | An action needs "tables"
