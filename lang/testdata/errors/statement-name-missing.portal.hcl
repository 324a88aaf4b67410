profile "p" {
  allow "page" {} # ERROR: Missing name | "page" | or "*" for all
}
