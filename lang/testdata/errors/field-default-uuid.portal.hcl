table "invoices" {
  fields = { id = number }
  field "ref" {
    type    = uuid
    default = "0D8C5E1A-7B3F-4C2E-9A61-5F0E8D7C6B4A" # ERROR: Invalid uuid | "0D8C5E1A-7B3F-4C2E-9A61-5F0E8D7C6B4A" | it is not of that form, with small letters
  }
}
