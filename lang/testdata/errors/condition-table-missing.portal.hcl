condition "big" { # ERROR: Missing argument | condition "big" | A condition needs "table"
  when = row.total > 100
}
