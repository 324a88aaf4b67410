table "invoices" {
  key = "ssn" # ERROR: Sensitive key | "ssn" | it cannot be sensitive
  field "ssn" {
    type      = string
    sensitive = "pii"
  }
}
