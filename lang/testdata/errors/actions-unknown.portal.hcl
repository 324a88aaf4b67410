profile "p" {
  allow "table" "orders" {
    actions = ["veiw"] # ERROR: Unknown action | "veiw" | Did you mean "view"?
    rows    = all
  }
}
