fixture "agency" {
  now = "2026-03-01T09:00:00Z"

  # 7 and 8 are other companies, though their names come near; 9 is nobody's
  # yet, and of 11 the status is not known.
  table "projects" {
    rows = <<-GRID
      id | client              | name             | status  | deadline   | budget | margin
      1  | Coffee Beans        | Web shop         | active  | 2026-06-30 | 48000  | 21
      2  | Coffee Beans        | Loyalty app      | planned | 2026-11-15 | 30000  | 18.5
      3  | Coffee Beans        | Brand book       | done    | 2025-12-01 | 12500  | 30
      4  | Green Leaf          | Tea configurator | active  | 2026-04-30 | 22000  | 25
      5  | Green Leaf          | Newsletter       | done    | 2026-01-31 | 4000   | 40
      6  | Daily Grind         | Landing page     | active  | 2026-03-31 | 6000   | 12
      7  | coffee beans        | Price list       | active  |            | 900    | 10
      8  | Coffee Beans Europe | Fair stand       | planned | 2026-09-01 | 75000  | 9
      9  |                     | Pitch            | planned |            |        |
      10 | Olive Press         | Label design     | active  | 2026-05-15 | 8000   | 22
      11 | Coffee Beans        | Anniversary      |         |            | 20000  |
    GRID
  }

  # 4 and 8 are not shared; nobody knows who added 19; 10 was added by Ana for another company; 14 has no
  # project, and the project of 15 is gone.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "tasks" {
    rows = <<-GRID
      id | project_id | title               | status | assignee                | added_by | requested_by | due        | rate | shared
      1  | 1          | Product photos      | todo   | ben@coffeebeans.example | ana      | Ana Lima     | 2026-03-10 | 40   | true
      2  | 1          | Checkout copy       | doing  | ben@coffeebeans.example | ana      | Ana Lima     | 2026-03-05 | 45   | true
      3  | 1          | Payment provider    | todo   |                         | mia      | Mia Storm    | 2026-03-20 | 90   | true
      4  | 1          | Find a photographer | todo   | ben@coffeebeans.example | ana      | Mia Storm    |            | 25   | false
      5  | 2          | Collect ideas       | todo   |                         | ben      | Ben Okoro    | 2026-04-01 | 40   | true
      6  | 2          | Sketch screens      | review | ana@coffeebeans.example | mia      | Mia Storm    | 2026-04-15 | 60   | true
      7  | 3          | Print the book      | done   |                         | ana      | Ana Lima     | 2025-11-20 | 35   | true
      8  | 3          | Archive             | todo   |                         | mia      |              |            | 20   |
      9  | 4          | Flavour wheel       | doing  | cleo@greenleaf.example  | cleo     | Cleo Park    | 2026-03-15 | 55   | true
      10 | 4          | Old logo            | todo   | ana@coffeebeans.example | ana      | Ana Lima     |            | 30   | true
      11 | 5          | Winter issue        | done   |                         | cleo     | Cleo Park    | 2025-12-20 | 50   | true
      12 | 6          | Hero image          | todo   | dan@dailygrind.example  | dan      | Dan Fox      |            | 50   | true
      13 | 7          | Check prices        | todo   | ben@coffeebeans.example | ana      |              |            | 15   | true
      14 |            | Call back           | todo   | ben@coffeebeans.example | ana      | Ana Lima     |            |      | true
      15 | 99         | Lost task           | todo   | ben@coffeebeans.example | ana      | Ana Lima     |            |      | true
      16 | 10         | Bottle mock-up      | todo   | oli@olivepress.example  | oli      | Oli Sand     | 2026-03-08 | 48   | true
      17 | 9          | Prepare pitch       | todo   |                         | mia      |              |            | 70   | true
      18 | 11         | Guest list          |        |                         | ana      | Ana Lima     |            | 20   | true
      19 | 1          | Idea from the box   | todo   |                         |          |              |            |      | true
    GRID
  }
  table "people" { rows = json("data/people.json") }
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "invoices" { rows = csv("data/invoices.csv") }

  # Coffee Beans
  user "ana" {
    login      = "ana"
    team       = "coffee_beans"
    properties = { email = "ana@coffeebeans.example", name = "Ana Lima", role = "lead" }
  }
  user "ben" {
    login      = "ben"
    team       = "coffee_beans"
    properties = { email = "ben@coffeebeans.example", name = "Ben Okoro", role = "member" }
  }
  user "guy" { # a freelancer: another domain, and no role
    login      = "guy"
    team       = "coffee_beans"
    properties = { email = "guy@freelance.example", name = "Guy Moreau" }
  }

  # other companies
  user "cleo" {
    login      = "cleo"
    team       = "green_leaf"
    properties = { email = "cleo@greenleaf.example", name = "Cleo Park", role = "lead" }
  }
  user "dan" {
    login      = "dan"
    team       = "daily_grind"
    properties = { email = "dan@dailygrind.example", name = "Dan Fox", role = "lead" }
  }
  user "oli" {
    login      = "oli"
    team       = "olive_press"
    properties = { email = "oli@olivepress.example", name = "Oli Sand", role = "member" }
  }
  user "nell" {
    login      = "nell"
    team       = "fresh_start"
    properties = { email = "nell@freshstart.example", name = "Nell Ward", role = "lead" }
  }
  user "nameless" { # of the same team, and nothing known of the person either
    login = "nameless"
    team  = "fresh_start"
  }

  # the agency
  user "mia" {
    login    = "mia"
    profiles = ["account_manager"]
  }
  user "kim" {
    login    = "kim"
    profiles = ["bookkeeper"]
  }
  user "dora" { # a bookkeeper who works at Coffee Beans: two profiles at once
    login      = "dora"
    profiles   = ["bookkeeper"]
    team       = "coffee_beans"
    properties = { email = "dora@coffeebeans.example", name = "Dora Hill", role = "member" }
  }
  user "ed" { # an account manager who looks after Daily Grind from inside its team
    login      = "ed"
    profiles   = ["account_manager"]
    team       = "daily_grind"
    properties = { email = "ed@agency.example", name = "Ed Moss" }
  }

  # nobody's
  user "vic" {
    login      = "vic"
    properties = { email = "vic@coffeebeans.example", name = "Vic Ray", role = "lead" }
  }
}
