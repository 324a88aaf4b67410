profile "p" {
  allow "message" "staff" {} # ERROR: Unknown name | "staff" | the one name "*"
}
