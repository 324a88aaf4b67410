profile "a" {
  default = "yes" # ERROR: Wrong type | "yes"
}
