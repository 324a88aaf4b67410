profile "a" {
  includes = ["everyone", "everyone"] # ERROR: Duplicate name | "everyone"
}
