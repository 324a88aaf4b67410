team "beans" {}
team "beans" {} # ERROR: Duplicate team | "beans" | first at case.portal.hcl:1
