profile "p" {
  default   = true
  anonymous = true # ERROR: Conflicting arguments | anonymous | "default" (line 2)
}
