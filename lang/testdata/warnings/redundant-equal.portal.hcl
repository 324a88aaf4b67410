profile "p" {
  allow "page" "home" {}
  allow "page" "home" {} # WARNING: Redundant statement | allow "page" "home" | The allow at case.portal.hcl:2 says all
}
