profile "p" {
  allow "page" "home" {} # WARNING: Unreachable statement | allow "page" "home" | The deny at case.portal.hcl:3
  deny "page" "*" {}
}
