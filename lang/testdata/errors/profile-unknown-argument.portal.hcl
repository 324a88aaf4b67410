profile "p" {
  include = ["everyone"] # ERROR: Unknown argument | include | Did you mean "includes"?
}
