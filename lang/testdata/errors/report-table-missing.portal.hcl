report "late" { # ERROR: Missing argument | report "late" | A report needs "table"
  rows = row.status == "open"
}
