locals {
  closed { # ERROR: Unknown block | closed | closed = a constant
  }
}
