table "people" {
  fields = { id = number, eMail = string } # ERROR: Invalid name | eMail
  owner  = "Email"
  field "note" {
    type      = string
    sensitive = true # ERROR: Wrong type | true | sensitive = "pii"
  }
}
