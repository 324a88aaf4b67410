table "notes" {
  fields = { id = number }
  field "at" {
    type      = timestamp
    generated = true
    default   = now # ERROR: Conflicting arguments | default | not both
  }
  field "made" {
    type      = timestamp
    generated = "yes" # ERROR: Wrong type | "yes"
  }
  field "either" {
    type      = timestamp
    generated = false
    default   = now
  }
}
