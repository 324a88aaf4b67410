locals {
  closed = ["done"] # portcullis: allow unused-local the next release needs it
  opened = ["open"] # WARNING: Unused local | opened
  # portcullis: allow unused-local it is used by
  # programs that read this file
  late = ["draft"]
  # portcullis: allow unused-condition
  early = ["draft"] # WARNING: Unused local | early
}
