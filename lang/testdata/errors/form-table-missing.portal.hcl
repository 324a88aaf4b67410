form "ask" {} # ERROR: Missing argument | form "ask" | A form needs "table"
