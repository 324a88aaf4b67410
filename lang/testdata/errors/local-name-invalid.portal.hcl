locals {
  Closed = ["done"] # ERROR: Invalid name | Closed
}
