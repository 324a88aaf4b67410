profile "p" {
  allow "page" "*" "home" {} # ERROR: Name beside "*" | "home" | "*" stands for every page already
}
