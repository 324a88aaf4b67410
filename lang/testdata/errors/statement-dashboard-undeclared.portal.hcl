profile "p" {
  deny "dashboard" "sales" {} # ERROR: Undeclared dashboard | "sales" | There is "kpis"
}
