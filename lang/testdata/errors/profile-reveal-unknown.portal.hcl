profile "a" {
  reveal = ["pii", "ephi"] # ERROR: Unknown class | "ephi" | There is "pii"
}
