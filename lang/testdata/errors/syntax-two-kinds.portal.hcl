profile "p" {
  title = 'Customers' # ERROR: Written differently here | 'Customers' | Write "Customers"
}
profile "q" {
  # ERROR-BELOW: Invalid expression
  title = )
}
profile "r" {
  title = "R" "S" # ERROR: Missing newline after argument
}
profile "s" { # ERROR: Unclosed configuration block
  allow "page" "home" {}

profile "t" {
  allow "page" "hom" {}
  titel = "T" # ERROR: Unknown argument | titel | Did you mean "title"?
}
