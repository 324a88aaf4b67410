profile "a" {
  includes = ["a"] # ERROR: Circular include | "a"
}
