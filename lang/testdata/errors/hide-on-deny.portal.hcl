profile "p" {
  deny "table" "orders" { hide = ["margin"] } # ERROR: Argument not for deny | hide | name the fields that it takes in "fields"
}
