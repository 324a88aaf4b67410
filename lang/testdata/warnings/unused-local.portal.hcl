locals {
  closed = ["done"] # WARNING: Unused local | closed | Nothing uses local.closed
}
