fixture "congress" {
  now = "2026-05-20T08:00:00Z"

  table "accounts" { rows = csv("data/accounts.csv") }

  # 2 starts in a day to the second, 3 a second later; 5 starts just now, as 4
  # is written with another offset.
  table "sessions" {
    rows = <<-GRID
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

  # 8 has no session, the session of 9 is gone.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "participants" {
    rows = <<-GRID
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
  table "feedback" {
    rows = <<-GRID
      id | session_id | rating | remark         | added_by
      1  | 6          | 5      | Muddy and good | 6
      2  | 6          | 2      | ""             | 5
      3  | 5          | 4      |                | 5
      4  | 6          | 3      | Too loud       | 9
    GRID
  }

  user "kay" {
    login    = "kay@congress.example"
    profiles = ["Organiser"]
  }
  user "finn" {
    login    = "finn@congress.example"
    profiles = ["Front desk"]
  }
  user "sol" {
    login    = "sol@bigbank.example"
    profiles = ["Sponsor"]
  }
  user "mira" {
    login    = "mira@firstaid.example"
    profiles = ["First aid"]
  }

  # people without a profile are Customers
  user "ana" { login = "ana@mortar.example" }
  user "bo" { login = "bo@beam.example" }
  user "cy" { login = "cy@crane.example" } # has added nobody

  user "pat" {
    login    = "pat@press.example"
    profiles = ["Registrant"]
  }
  user "dee" { # of the sponsor, and a first-aider
    login    = "dee@bigbank.example"
    profiles = ["Sponsor", "First aid"]
  }
  user "sam" {
    login    = "sam@mortar.example"
    profiles = ["Customer", "Suspended"]
  }
  user "bo_helps" { # Bo, on the day that he sits at the front desk
    login    = "bo@beam.example"
    profiles = ["Customer", "Front desk"]
  }
  user "kay_joins" { # Kay, who has registered people as anyone may
    login    = "kay@congress.example"
    profiles = ["Customer", "Organiser"]
  }
}
