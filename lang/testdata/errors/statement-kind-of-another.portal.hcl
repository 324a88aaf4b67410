profile "p" {
  allow "page" "kpis" {} # ERROR: Undeclared page | "kpis" | "kpis" is a dashboard: write allow "dashboard" "kpis"
}
