action "ship" { tables = [] } # ERROR: Empty list | [] | at least one table
