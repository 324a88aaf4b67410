# Z1, Z12: people without a profile are Customers.
test "a Customer sees all records of the reports, and no personal data" {
  as = ["ana", "bo", "cy", "sam"]

  view "all_participants" {
    expect = <<-GRID
      id | name      | company     | ticket
      1  | Ana Lima  | Mortar & Co | standard
      2  | Rui Lima  | Mortar & Co | standard
      3  | Vera Lund | Mortar & Co | vip
      4  | Tom Reed  | Mortar & Co |
      5  | Bo Lindt  | Beam AB     | vip
      6  | Ida Falk  | Beam AB     | vip
      7  | Leo Falk  | Beam AB     | standard
      8  | Uma Rao   |             | vip
      9  | Max Ott   | Crane Ltd   | standard
      10 | Zoe Hart  | The Builder | press
      11 | Jon Webb  |             | standard
      12 | Kim Sato  | Sato KK     | vip
    GRID
  }
  view "vip_guests" {
    expect = <<-GRID
      id | name      | company
      3  | Vera Lund | Mortar & Co
      5  | Bo Lindt  | Beam AB
      12 | Kim Sato  | Sato KK
    GRID
  }
  view "programme" {
    expect = <<-GRID
      id | title            | room   | starts
      1  | Opening          | Hall A | 2026-05-20T09:00:00Z
      2  | Concrete futures | Hall B | 2026-05-21T08:00:00Z
      3  | Timber towers    | Hall B | 2026-05-21T08:00:01Z
      4  | Steel and snow   | Hall A | 2026-05-22T10:00:00+02:00
      5  | Mortar workshop  | Yard   | 2026-05-20T10:00:00+02:00
      6  | Site visit       | Gate 2 | 2026-05-19T07:00:00Z
    GRID
  }
  view "sessions" { rows = [] } # Z6: the report is there, the table is not
  cannot "export" "vip_guests" { row = 3 }
  cannot "print" "all_participants" { row = 1 }
}

test "no report tells a Customer how to reach the guests of honour, or what they cannot eat" {
  as = ["ana"]

  view "vip_guests" {
    rows   = [3, 5, 12]
    hidden = ["email", "allergies"]
  }
}

test "a report is read, and nothing is changed through it" {
  as = ["ana"]

  cannot "update" "all_participants" { row = 1 }
  cannot "delete" "all_participants" { row = 1 }
}

# Z2
test "a Customer opens the pages that are for all" {
  as = ["ana", "cy", "sam"]

  can "access" "page" "welcome" {}
  can "access" "page" "venue" {}
  cannot "access" "page" "front_desk" {}
  cannot "access" "page" "crew" {}
}

# Z2: access to a form; Z11: both classes of sensitive data can be entered
test "a Customer registers people for a session that takes place and has not begun" {
  as = ["ana", "cy", "pat"]

  can "access" "form" "join_event" {
    set = {
      name       = "Nia Cole"
      company    = "Crane Ltd"
      email      = "nia@crane.example"
      phone      = "+1 212 5550 0113"
      allergies  = "none"
      session_id = 4
    }
  }
  can "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 1 } }
  cannot "access" "form" "join_event" { # has begun, this very second
    set    = { name = "Nia Cole", session_id = 5 }
    reason = "Choose a session"
  }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 6 } }  # past
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 7 } }  # cancelled
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 8 } }  # no time
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 9 } }  # no status
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 10 } } # proposed
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 99 } }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole" } }
  cannot "access" "form" "join_event" { set = { email = "nia@crane.example", session_id = 4 } } # no name
}

test "the ticket and what else the crew decides cannot be entered" {
  as = ["ana", "pat"]

  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 4, ticket = "vip" } }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 4, paid = true } }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 4, badge = "A-1" } }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 4, added_by = 5 } }
}

# Z3: View, Edit, Delete of the records a person added
test "whoever registered people sees all that they wrote" {
  as = ["ana"]

  view "participants" {
    expect = <<-GRID
      id | name      | company     | email               | phone            | allergies  | ticket   | session_id | badge | paid | added_by
      1  | Ana Lima  | Mortar & Co | ana@mortar.example  | +55 11 5550 0101 | nuts       | standard | 4          | A-01  | true | 5
      2  | Rui Lima  | Mortar & Co | rui@mortar.example  |                  |            | standard | 3          | A-02  | true | 5
      3  | Vera Lund | Mortar & Co | vera@mortar.example | +55 11 5550 0103 |            | vip      | 2          |       | true | 5
      4  | Tom Reed  | Mortar & Co | tom@mortar.example  |                  | penicillin |          | 7          |       |      | 5
    GRID
  }
  view "feedback" {
    expect = <<-GRID
      id | session_id | rating | remark | added_by
      2  | 6          | 2      | ""     | 5
      3  | 5          | 4      |        | 5
    GRID
  }
}

test "who has added nothing sees none of it" {
  as = ["cy"]

  view "participants" { rows = [] }
  view "feedback" { rows = [] }
}

test "a person edits the records that they added" {
  as = ["ana"]

  can "update" "participants" {
    row = 1
    set = { name = "Ana Lima Reis", company = "Mortar Ltd" }
  }
  can "update" "participants" {
    row = 1
    set = { email = "ana.lima@mortar.example", phone = null }
  }
  can "update" "participants" {
    row = 1
    set = { allergies = "nuts, sesame" }
  }
  can "update" "participants" {
    row = 2
    set = { session_id = 4 }
  }
  cannot "update" "participants" { # cancelled
    row    = 2
    set    = { session_id = 7 }
    reason = "Choose a session that takes place"
  }
  cannot "update" "participants" { # proposed
    row = 2
    set = { session_id = 10 }
  }
  cannot "update" "participants" { # of a session that was cancelled since
    row = 4
    set = { name = "Thomas Reed" }
  }
  can "update" "participants" {
    row = 4
    set = { name = "Thomas Reed", session_id = 4 }
  }
  cannot "update" "participants" { # Bo's
    row = 5
    set = { name = "Bo" }
  }
  cannot "update" "participants" {
    row = 1
    set = { ticket = "vip" }
  }
  cannot "update" "participants" {
    row = 1
    set = { badge = "A-00" }
  }
  cannot "update" "participants" {
    row = 1
    set = { paid = false }
  }
  cannot "update" "participants" {
    row = 1
    set = { added_by = 6 }
  }
}

test "records are added by the form alone, and not taken along" {
  as = ["ana"]

  cannot "create" "participants" { set = { name = "Nia Cole", added_by = 5 } }
  cannot "import" "participants" { set = { name = "Nia Cole", added_by = 5 } }
  cannot "export" "participants" { row = 1 }
  cannot "print" "participants" { row = 1 }
}

test "and deletes them" {
  as = ["ana"]

  can "delete" "participants" { row = 1 }
  can "delete" "participants" { row = 4 }
  cannot "delete" "participants" { row = 5 }
  can "delete" "feedback" { row = 2 }
  cannot "delete" "feedback" { row = 1 }
}

test "until a day before the session" {
  as = ["ana"]

  can "delete" "participants" { row = 2 } # a day and a second
  cannot "delete" "participants" {        # a day
    row    = 3
    reason = "A day before the session"
  }
  cannot "update" "participants" {
    row    = 3
    set    = { phone = null }
    reason = "A day before the session"
  }
}

test "without a session there is no such day" {
  as = ["bo"]

  can "delete" "participants" { row = 8 }
  can "update" "participants" {
    row = 8
    set = { session_id = 4 }
  }
  cannot "update" "participants" { # but a session has to be chosen
    row = 8
    set = { name = "Uma R." }
  }
  cannot "delete" "participants" { row = 7 }
  cannot "delete" "participants" { row = 6 }
  cannot "delete" "participants" { row = 9 } # the session is gone: its day is not known
}

test "feedback is for a session that has begun, from 1 to 5" {
  as = ["ana", "cy"]

  can "access" "form" "rate_session" { set = { session_id = 6, rating = 1 } }
  can "access" "form" "rate_session" { set = { session_id = 5, rating = 5, remark = "Dusty" } }
  cannot "access" "form" "rate_session" {
    set    = { session_id = 6, rating = 0 }
    reason = "1 to 5"
  }
  cannot "access" "form" "rate_session" { set = { session_id = 6, rating = 6 } }
  cannot "access" "form" "rate_session" { set = { session_id = 1, rating = 5 } }
  cannot "access" "form" "rate_session" { set = { session_id = 6, remark = "No points" } }
  cannot "access" "form" "rate_session" { set = { rating = 5 } }
}

test "one's own feedback can be changed, but not moved to another session" {
  as = ["ana"]

  can "update" "feedback" {
    row = 2
    set = { rating = 3, remark = "It grew on me" }
  }
  cannot "update" "feedback" {
    row = 2
    set = { session_id = 5 }
  }
  cannot "update" "feedback" {
    row = 2
    set = { added_by = 6 }
  }
  cannot "update" "feedback" {
    row = 1
    set = { rating = 1 }
  }
}

test "feedback is given by its form alone" {
  as = ["ana"]

  cannot "create" "feedback" { set = { added_by = 5, rating = 5 } }
}

test "registering people alone is not being a Customer" {
  as = ["pat"]

  view "all_participants" { rows = [] }
  cannot "access" "form" "rate_session" { set = { session_id = 6, rating = 5 } }
  cannot "access" "page" "welcome" {}
}

test "who is suspended enters nothing" {
  as = ["sam"]

  cannot "access" "form" "join_event" {
    set    = { name = "Sam Orr", session_id = 4 }
    reason = "suspended"
  }
  cannot "access" "form" "rate_session" {
    set    = { session_id = 6, rating = 1 }
    reason = "suspended"
  }
}

# Z10: Show makes the addresses visible; Z11: of one class, not of the other.
# Z7: the phone number is hidden all the same.
test "the sponsor sees the e-mail addresses of the participants" {
  as = ["sol"]

  view "all_participants" {
    expect = <<-GRID
      id | name      | company     | email               | ticket
      1  | Ana Lima  | Mortar & Co | ana@mortar.example  | standard
      2  | Rui Lima  | Mortar & Co | rui@mortar.example  | standard
      3  | Vera Lund | Mortar & Co | vera@mortar.example | vip
      4  | Tom Reed  | Mortar & Co | tom@mortar.example  |
      5  | Bo Lindt  | Beam AB     | bo@beam.example     | vip
      6  | Ida Falk  | Beam AB     | ida@beam.example    | vip
      7  | Leo Falk  | Beam AB     |                     | standard
      8  | Uma Rao   |             | uma@rao.example     | vip
      9  | Max Ott   | Crane Ltd   | max@crane.example   | standard
      10 | Zoe Hart  | The Builder | zoe@builder.example | press
      11 | Jon Webb  |             | jon@webb.example    | standard
      12 | Kim Sato  | Sato KK     | kim@sato.example    | vip
    GRID
  }
  view "vip_guests" {
    expect = <<-GRID
      id | name      | company     | email
      3  | Vera Lund | Mortar & Co | vera@mortar.example
      5  | Bo Lindt  | Beam AB     | bo@beam.example
      12 | Kim Sato  | Sato KK     | kim@sato.example
    GRID
  }
  view "programme" { rows = [] }
  view "participants" { rows = [] }
}

# Z5: each right on its own
test "the sponsor exports the guests of honour, and edits nothing" {
  as = ["sol"]

  can "export" "vip_guests" { row = 3 }
  cannot "export" "vip_guests" { row = 6 }
  cannot "export" "all_participants" { row = 3 }
  cannot "print" "vip_guests" { row = 3 }
  cannot "update" "vip_guests" {
    row = 3
    set = { email = "vera@bigbank.example" }
  }
  cannot "update" "all_participants" {
    row = 3
    set = { name = "Vera L." }
  }
  cannot "update" "participants" {
    row = 3
    set = { email = "vera@bigbank.example" }
  }
  cannot "delete" "all_participants" { row = 3 }
  cannot "import" "participants" { set = { name = "Nia Cole", email = "nia@crane.example" } }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", session_id = 4 } }
  can "access" "page" "welcome" {}
  cannot "access" "page" "venue" {}
  cannot "update" "vip_guests" { row = 3 }
  cannot "delete" "vip_guests" { row = 3 }
}
