portal "event" {
  description = "The builders' congress: its participants, sponsors and crew"
  users       = "accounts"
  login       = "email"
}

table "accounts" {
  fields = {
    id   = number
    name = string
  }
  field "email" {
    type     = string
    required = true
  }
}

table "sessions" {
  fields = {
    id     = number
    title  = string
    room   = string
    starts = timestamp
    status = enum("proposed", "confirmed", "cancelled")
    fee    = number # of the speaker
  }
}

# Z11: personal data and health data are two classes.
table "participants" {
  owner = "added_by"
  fields = {
    id         = number
    company    = string
    ticket     = enum("standard", "vip", "press")
    session_id = number
    badge      = string
    paid       = bool
  }
  field "added_by" {
    type     = number
    required = true
  }
  field "name" {
    type     = string
    required = true
  }
  field "email" {
    type      = string
    sensitive = "pii"
  }
  field "phone" {
    type      = string
    sensitive = "pii"
  }
  field "allergies" {
    type      = string
    sensitive = "ephi"
  }
  belongs_to "session" {
    table = "sessions"
    key   = "session_id"
  }
}

table "feedback" {
  owner = "added_by"
  fields = {
    id         = number
    session_id = number
    rating     = number
    remark     = string
  }
  field "added_by" {
    type     = number
    required = true
  }
  belongs_to "session" {
    table = "sessions"
    key   = "session_id"
  }
}
