locals {
  far = 1e999999999 # ERROR: Number too large | 1e999999999
}
