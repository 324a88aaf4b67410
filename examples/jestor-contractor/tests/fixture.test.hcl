fixture "studio" {
  now = "2026-03-02T07:30:00Z"

  # Mo manages Cara and Carl; nobody manages Mo and Ada.
  table "users" {
    rows = <<-GRID
      id | name      | email                  | manager_id
      1  | Ada Ames  | ada@studio.example     |
      11 | Cara Diaz | cara@freelance.example | 22
      12 | Carl Eng  | carl@freelance.example | 22
      13 | Tia Wolf  | tia@studio.example     | 1
      22 | Mo Hart   | mo@studio.example      |
      23 | Lee Quist | lee@studio.example     | 98
      24 | Max Kern  | max@studio.example     |
    GRID
  }

  # 10 is nobody's, and the owner of 11 is gone; of 4 neither status nor
  # priority are known.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "tasks" { rows = json("data/tasks.json") }
  table "reminders" {
    rows = <<-GRID
      id | text             | at                        | tags
      1  | Ship the cards   | 2026-03-04T09:00:00Z      | ["cards", "post"]
      2  | Call the printer | 2026-03-03T15:30:00+01:00 | []
      3  | Water the plants |                           |
    GRID
  }

  # today is the 2nd of March, and 28 days ago was the 2nd of February
  table "timesheets" {
    rows = <<-GRID
      id | worker | day        | hours | kind   | note       | approved | rate
      1  | 11     | 2026-03-01 | 8     | work   |            | false    | 40
      2  | 11     | 2026-02-02 | 10    | work   | long day   |          | 40
      3  | 12     | 2026-02-27 | 0.25  | travel |            | false    | 35
      4  | 12     | 2026-02-26 | 0     | work   | ill        | false    | 35
      5  | 12     | 2026-02-25 | 10.5  | work   | too long   | false    | 35
      6  | 11     | 2026-02-01 | 8     | work   | too late   | false    | 40
      7  | 11     | 2026-03-02 | 4     | work   | not over   | false    | 40
      8  | 12     | 2026-02-24 | 1     | break  |            | false    | 35
      9  | 12     | 2026-02-23 | 8     | work   |            | true     | 35
      10 | 11     |            | 8     | work   | some day   | false    | 40
      11 | 11     | 2026-02-20 |       | work   | some hours | false    | 40
      12 | 12     | 2026-02-19 | 8     |        | something  | false    | 35
    GRID
  }

  user "cara" {
    login    = "cara@freelance.example"
    profiles = ["contractor"]
  }
  user "carl" {
    login    = "carl@freelance.example"
    profiles = ["contractor", "team_chat"]
  }
  user "mo" {
    login    = "mo@studio.example"
    profiles = ["manager"]
  }
  user "max" {
    login    = "max@studio.example"
    profiles = ["manager"]
  }
  user "ada" {
    login    = "ada@studio.example"
    profiles = ["admin"]
  }
  user "bob" {
    login    = "ada@studio.example"
    profiles = ["builder"]
  }
  user "tia" {
    login    = "tia@studio.example"
    profiles = ["trainee"]
  }
  user "lee" { login = "lee@studio.example" } # has no profile: a member
  user "mod" {
    login    = "lee@studio.example"
    profiles = ["moderator"]
  }

  # two profiles at once
  user "cara_at_home" { # a contractor who has become a member
    login    = "cara@freelance.example"
    profiles = ["contractor", "member"]
  }
  user "cara_locked" {
    login    = "cara@freelance.example"
    profiles = ["contractor", "member", "locked"]
  }
  user "mo_on_leave" {
    login    = "mo@studio.example"
    profiles = ["member"]
  }
  user "tia_for_mo" { # a trainee who stands in for a manager
    login    = "tia@studio.example"
    profiles = ["manager", "trainee"]
  }
  user "ada_at_work" {
    login    = "ada@studio.example"
    profiles = ["admin", "member"]
  }
  user "mo_moderates" {
    login    = "mo@studio.example"
    profiles = ["manager", "moderator"]
  }
}
