profile "a" {
  includes = ["b"]
}
profile "b" {
  includes = ["everyone", "a"] # ERROR: Circular include | "a" | "a" includes "b", which includes "a"
}
