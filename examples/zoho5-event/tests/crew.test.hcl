# Z4: all records; Z7: paid is hidden; Z9: so is all that is sensitive.
test "the front desk sees everyone, and nothing personal" {
  as = ["finn"]

  view "participants" {
    expect = <<-GRID
      id | name      | company     | ticket   | session_id | badge | added_by
      1  | Ana Lima  | Mortar & Co | standard | 4          | A-01  | 5
      2  | Rui Lima  | Mortar & Co | standard | 3          | A-02  | 5
      3  | Vera Lund | Mortar & Co | vip      | 2          |       | 5
      4  | Tom Reed  | Mortar & Co |          | 7          |       | 5
      5  | Bo Lindt  | Beam AB     | vip      | 4          | B-05  | 6
      6  | Ida Falk  | Beam AB     | vip      | 6          | B-06  | 6
      7  | Leo Falk  | Beam AB     | standard | 1          |       | 6
      8  | Uma Rao   |             | vip      |            |       | 6
      9  | Max Ott   | Crane Ltd   | standard | 99         | C-09  | 6
      10 | Zoe Hart  | The Builder | press    | 4          | P-10  | 1
      11 | Jon Webb  |             | standard | 4          |       | 1
      12 | Kim Sato  | Sato KK     | vip      | 3          | S-12  | 1
    GRID
  }
  view "all_participants" { rows = [] } # Z6: the table is there, the report is not
}

test "the front desk modifies everyone, but for what is read-only or not shown" {
  as = ["finn"]

  can "update" "participants" {
    row = 6
    set = { name = "Ida Falk-Ek", company = "Beam", badge = "B-66", session_id = 4 }
  }
  cannot "update" "participants" { # Z8
    row = 6
    set = { ticket = "press" }
  }
  cannot "update" "participants" { # Z8
    row = 6
    set = { added_by = 2 }
  }
  cannot "update" "participants" { # Z7
    row = 6
    set = { paid = true }
  }
  cannot "update" "participants" { # Z9
    row = 6
    set = { email = "ida@falk.example" }
  }
  cannot "update" "participants" { # Z9
    row = 6
    set = { phone = null }
  }
  cannot "update" "participants" { # Z9
    row = 6
    set = { allergies = null }
  }
  cannot "delete" "participants" { row = 6 }
}

# Z5
test "the front desk prints the badges that there are, and exports nothing" {
  as = ["finn"]

  can "print" "participants" { row = 1 }
  cannot "print" "participants" { row = 3 }
  cannot "export" "participants" { row = 1 }
  cannot "import" "participants" { set = { name = "Nia Cole" } }
  can "access" "page" "welcome" {}
  can "access" "page" "front_desk" {}
  cannot "access" "page" "venue" {}
  cannot "access" "page" "crew" {}
}

test "the front desk registers nobody" {
  as = ["finn"]

  cannot "create" "participants" { set = { name = "Nia Cole", added_by = 7, badge = "C-01" } }
}

# Z11
test "first aid sees health data, and no address" {
  as = ["mira"]

  view "all_participants" {
    expect = <<-GRID
      id | name     | allergies
      1  | Ana Lima | nuts
      4  | Tom Reed | penicillin
      6  | Ida Falk | gluten
      8  | Uma Rao  | lactose
      11 | Jon Webb | bee stings
      12 | Kim Sato | shellfish
    GRID
  }
  view "vip_guests" { rows = [] }
  view "participants" { rows = [] }
  cannot "access" "page" "welcome" {}
  cannot "update" "all_participants" {
    row = 1
    set = { allergies = null }
  }
}

test "first aid reads, and writes nothing down" {
  as = ["mira"]

  cannot "update" "all_participants" { row = 1 }
  cannot "delete" "all_participants" { row = 1 }
}

test "two profiles at once: a first-aider from the sponsor" {
  as = ["dee"]

  view "all_participants" {
    expect = <<-GRID
      id | name      | company     | email               | allergies  | ticket
      1  | Ana Lima  | Mortar & Co | ana@mortar.example  | nuts       | standard
      2  | Rui Lima  | Mortar & Co | rui@mortar.example  | ***        | standard
      3  | Vera Lund | Mortar & Co | vera@mortar.example | ***        | vip
      4  | Tom Reed  | Mortar & Co | tom@mortar.example  | penicillin |
      5  | Bo Lindt  | Beam AB     | bo@beam.example     | ***        | vip
      6  | Ida Falk  | Beam AB     | ida@beam.example    | gluten     | vip
      7  | Leo Falk  | Beam AB     |                     | ***        | standard
      8  | Uma Rao   |             | uma@rao.example     | lactose    | vip
      9  | Max Ott   | Crane Ltd   | max@crane.example   | ***        | standard
      10 | Zoe Hart  | The Builder | zoe@builder.example | ***        | press
      11 | Jon Webb  |             | jon@webb.example    | bee stings | standard
      12 | Kim Sato  | Sato KK     | kim@sato.example    | shellfish  | vip
    GRID
  }
  # neither of the two shows health data in this report
  view "vip_guests" {
    expect = <<-GRID
      id | name      | company     | email
      3  | Vera Lund | Mortar & Co | vera@mortar.example
      5  | Bo Lindt  | Beam AB     | bo@beam.example
      12 | Kim Sato  | Sato KK     | kim@sato.example
    GRID
  }
}

test "two profiles at once: a Customer who helps at the front desk" {
  as = ["bo_helps"]

  view "participants" {
    expect = <<-GRID
      id | name      | company     | email             | phone            | allergies | ticket   | session_id | badge | paid  | added_by
      1  | Ana Lima  | Mortar & Co | ***               | ***              | ***       | standard | 4          | A-01  | ***   | 5
      2  | Rui Lima  | Mortar & Co | ***               | ***              | ***       | standard | 3          | A-02  | ***   | 5
      3  | Vera Lund | Mortar & Co | ***               | ***              | ***       | vip      | 2          |       | ***   | 5
      4  | Tom Reed  | Mortar & Co | ***               | ***              | ***       |          | 7          |       | ***   | 5
      5  | Bo Lindt  | Beam AB     | bo@beam.example   | +46 8 5550 0105  |           | vip      | 4          | B-05  | true  | 6
      6  | Ida Falk  | Beam AB     | ida@beam.example  | +46 8 5550 0106  | gluten    | vip      | 6          | B-06  | false | 6
      7  | Leo Falk  | Beam AB     |                   |                  |           | standard | 1          |       | true  | 6
      8  | Uma Rao   |             | uma@rao.example   | +91 22 5550 0108 | lactose   | vip      |            |       |       | 6
      9  | Max Ott   | Crane Ltd   | max@crane.example |                  |           | standard | 99         | C-09  | true  | 6
      10 | Zoe Hart  | The Builder | ***               | ***              | ***       | press    | 4          | P-10  | ***   | 1
      11 | Jon Webb  |             | ***               | ***              | ***       | standard | 4          |       | ***   | 1
      12 | Kim Sato  | Sato KK     | ***               | ***              | ***       | vip      | 3          | S-12  | ***   | 1
    GRID
  }
  can "update" "participants" {
    row = 1
    set = { badge = "A-11" }
  }
  cannot "update" "participants" {
    row = 1
    set = { email = "ana@beam.example" }
  }
  can "update" "participants" {
    row = 5
    set = { badge = "B-55", email = "bo.lindt@beam.example" }
  }
  cannot "update" "participants" { # the closed list binds a helper too
    row    = 6
    set    = { badge = "B-66" }
    reason = "A day before the session"
  }
}

# Z10: to see is not to edit
test "the organiser sees all, and edits what is granted" {
  as = ["kay"]

  view "participants" {
    expect = <<-GRID
      id | name      | company     | email               | phone            | allergies  | ticket   | session_id | badge | paid  | added_by
      1  | Ana Lima  | Mortar & Co | ana@mortar.example  | +55 11 5550 0101 | nuts       | standard | 4          | A-01  | true  | 5
      2  | Rui Lima  | Mortar & Co | rui@mortar.example  |                  |            | standard | 3          | A-02  | true  | 5
      3  | Vera Lund | Mortar & Co | vera@mortar.example | +55 11 5550 0103 |            | vip      | 2          |       | true  | 5
      4  | Tom Reed  | Mortar & Co | tom@mortar.example  |                  | penicillin |          | 7          |       |       | 5
      5  | Bo Lindt  | Beam AB     | bo@beam.example     | +46 8 5550 0105  |            | vip      | 4          | B-05  | true  | 6
      6  | Ida Falk  | Beam AB     | ida@beam.example    | +46 8 5550 0106  | gluten     | vip      | 6          | B-06  | false | 6
      7  | Leo Falk  | Beam AB     |                     |                  |            | standard | 1          |       | true  | 6
      8  | Uma Rao   |             | uma@rao.example     | +91 22 5550 0108 | lactose    | vip      |            |       |       | 6
      9  | Max Ott   | Crane Ltd   | max@crane.example   |                  |            | standard | 99         | C-09  | true  | 6
      10 | Zoe Hart  | The Builder | zoe@builder.example | +44 20 5550 0110 |            | press    | 4          | P-10  | false | 1
      11 | Jon Webb  |             | jon@webb.example    |                  | bee stings | standard | 4          |       | true  | 1
      12 | Kim Sato  | Sato KK     | kim@sato.example    | +81 3 5550 0112  | shellfish  | vip      | 3          | S-12  | true  | 1
    GRID
  }
  can "update" "participants" {
    row = 6
    set = { name = "Ida Ek", company = null, email = "ida@ek.example", ticket = "press" }
  }
  can "update" "participants" {
    row = 6
    set = { session_id = null, badge = null, paid = true }
  }
  cannot "update" "participants" {
    row = 6
    set = { phone = "+46 8 5550 0166" }
  }
  cannot "update" "participants" {
    row = 6
    set = { allergies = null }
  }
  cannot "update" "participants" {
    row = 6
    set = { added_by = 1 }
  }
  cannot "update" "participants" { # a participant has a name
    row = 6
    set = { name = null }
  }
  cannot "delete" "participants" { row = 6 }
  view "feedback" { rows = [] }
}

# Z5: import, export
test "the organiser imports people who have an address, and exports who has paid" {
  as = ["kay"]

  can "import" "participants" {
    set = { name = "Nia Cole", company = "Crane Ltd", email = "nia@crane.example", ticket = "vip", session_id = 6, added_by = 7 }
  }
  cannot "import" "participants" {
    set    = { name = "Nia Cole", email = "nia at crane", added_by = 7 }
    reason = "has an e-mail address"
  }
  cannot "import" "participants" { set = { name = "Nia Cole", added_by = 7 } }
  cannot "import" "participants" { set = { name = "Nia Cole", email = "nia@crane.example" } } # added by nobody
  cannot "import" "participants" { set = { name = "Nia Cole", email = "nia@crane.example", added_by = 7, phone = "1" } }
  cannot "import" "participants" { set = { name = "Nia Cole", email = "nia@crane.example", added_by = 7, allergies = "x" } }
  cannot "import" "participants" { set = { name = "Nia Cole", email = "nia@crane.example", added_by = 7, badge = "C-1" } }
  cannot "import" "participants" { set = { name = "Nia Cole", email = "nia@crane.example", added_by = 7, paid = true } }
  cannot "import" "participants" { set = { name = "Nia Cole", email = "nia@crane.example", added_by = 7, id = 13 } }
  cannot "create" "participants" { set = { name = "Nia Cole", email = "nia@crane.example", added_by = 7 } }

  can "export" "participants" { row = 1 }
  cannot "export" "participants" { row = 10 }
  cannot "export" "participants" { row = 4 }
  cannot "print" "participants" { row = 1 }
}

test "the organiser adds people by the form and the import, and removes nobody" {
  as = ["kay"]

  cannot "create" "participants" { set = { name = "Nia Cole", added_by = 1, paid = true } }
  cannot "delete" "participants" { row = 1 }
  cannot "update" "participants" {
    row = 1
    set = { added_by = 6 }
  }
}

test "two profiles at once: the import is the organiser's, and has the organiser's fields" {
  as = ["kay_at_the_desk", "kay_joins"]

  user "kay_at_the_desk" {
    login    = "kay@congress.example"
    profiles = ["Front desk", "Organiser"]
  }
  can "import" "participants" {
    set = { name = "Nia Cole", email = "nia@crane.example", added_by = 1, session_id = 4 }
  }
  cannot "import" "participants" {
    set = { name = "Nia Cole", email = "nia@crane.example", added_by = 1, badge = "C-01" }
  }
  cannot "import" "participants" { set = { name = "Nia Cole", added_by = 1, badge = "C-01" } }
  cannot "import" "participants" {
    set = { name = "Nia Cole", email = "nia@crane.example", added_by = 1, session_id = 4, phone = "+1 212 5550 0113" }
  }
}

test "two profiles at once: an organiser edits the phone numbers of those whom they registered" {
  as = ["kay_joins"]

  can "update" "participants" {
    row = 10
    set = { phone = "+44 20 5550 0199" }
  }
  cannot "update" "participants" {
    row = 1
    set = { phone = "+55 11 5550 0199" }
  }
}

test "the organiser's form has the tickets, and no closing time" {
  as = ["kay"]

  can "access" "form" "join_event" {
    set = { name = "Nia Cole", company = "Crane Ltd", email = "nia@crane.example", ticket = "vip", session_id = 6 }
  }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", phone = "+1 212 5550 0113" } }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", allergies = "none" } }
  cannot "access" "form" "join_event" { set = { name = "Nia Cole", added_by = 1 } }
  cannot "access" "form" "rate_session" { set = { session_id = 6, rating = 5 } }
}

test "two profiles at once: the fields of both forms, where both apply" {
  as = ["kay_joins"]

  can "access" "form" "join_event" {
    set = { name = "Nia Cole", phone = "+1 212 5550 0113", ticket = "vip", session_id = 4 }
  }
  cannot "access" "form" "join_event" {
    set = { name = "Nia Cole", phone = "+1 212 5550 0113", ticket = "vip", session_id = 6 }
  }
}

test "the organiser plans the sessions" {
  as = ["kay"]

  view "sessions" {
    expect = <<-GRID
      id | title            | room   | starts                    | status    | fee
      1  | Opening          | Hall A | 2026-05-20T09:00:00Z      | confirmed | 0
      2  | Concrete futures | Hall B | 2026-05-21T08:00:00Z      | confirmed | 800
      3  | Timber towers    | Hall B | 2026-05-21T08:00:01Z      | confirmed | 650
      4  | Steel and snow   | Hall A | 2026-05-22T10:00:00+02:00 | confirmed | 700
      5  | Mortar workshop  | Yard   | 2026-05-20T10:00:00+02:00 | confirmed | 300
      6  | Site visit       | Gate 2 | 2026-05-19T07:00:00Z      | confirmed | 150
      7  | Glass facades    | Hall A | 2026-05-23T09:00:00Z      | cancelled | 900
      8  | Evening party    |        |                           | proposed  |
      9  | Surprise guest   | Hall A | 2026-05-23T11:00:00Z      |           |
      10 | Lift technology  | Hall B | 2026-05-23T13:00:00Z      | proposed  | 500
    GRID
  }
  can "create" "sessions" { set = { title = "Bridges", status = "proposed" } }
  can "create" "sessions" { set = { title = "Bridges", status = "proposed", fee = 500 } }
  can "create" "sessions" { set = { title = "Bridges", starts = "2026-05-22T12:00:00Z", room = "Hall A" } }
  cannot "create" "sessions" {
    set    = { title = "Bridges", status = "confirmed", room = "Hall A" }
    reason = "Only a proposal"
  }
  cannot "create" "sessions" { set = { title = "Bridges", status = "confirmed", starts = "2026-05-22T12:00:00Z" } }
  can "update" "sessions" {
    row = 10
    set = { status = "confirmed" }
  }
  cannot "update" "sessions" {
    row = 8
    set = { status = "confirmed" }
  }
  cannot "update" "sessions" {
    row = 9
    set = { room = null }
  }
  can "delete" "sessions" { row = 7 }
  can "access" "page" "crew" {}
  can "access" "page" "venue" {}
}

test "nobody else does" {
  as = ["finn", "mira", "sol", "ana"]

  view "sessions" { rows = [] }
  cannot "create" "sessions" { set = { title = "Bridges", status = "proposed" } }
  cannot "update" "sessions" {
    row = 10
    set = { status = "confirmed" }
  }
  cannot "delete" "sessions" { row = 7 }
  cannot "access" "page" "crew" {}
}
