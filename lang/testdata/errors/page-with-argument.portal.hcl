page "tasks" { title = "Tasks" } # ERROR: Unknown argument | title | A page has no argument "title"
