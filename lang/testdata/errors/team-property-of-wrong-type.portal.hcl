team "beans" {
  properties = { client = 7 } # ERROR: Wrong type | 7
}
