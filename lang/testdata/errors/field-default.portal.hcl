table "notes" {
  fields = { id = number, body = string }
  field "state" {
    type    = enum("draft", "open")
    default = "closed" # ERROR: Value outside the enum | "closed"
  }
  field "rank" {
    type    = number
    default = "1" # ERROR: Wrong type | "1"
  }
  field "day" {
    type    = date
    default = now # ERROR: Wrong type | now
  }
  field "at" {
    type    = timestamp
    default = today # ERROR: Wrong type | today
  }
  field "later" {
    type    = timestamp
    default = timeadd(now, "1h") # ERROR: Not a default | timeadd(now, "1h")
  }
  field "added_by" {
    type    = string
    default = user.login # ERROR: Not available here | user
  }
  field "copied" {
    type    = string
    default = row.body # ERROR: Not available here | row
  }
  field "empty" {
    type    = string
    default = null # ERROR: Null value | null
  }
  field "bare" {
    type    = string
    default = todya # ERROR: Unknown name | todya | today
  }
  field "tags" {
    type    = list(string)
    default = "a" # ERROR: Wrong type | "a"
  }
}
