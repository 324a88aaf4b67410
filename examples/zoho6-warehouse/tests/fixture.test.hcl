fixture "yards" {
  now = "2026-03-01T10:00:00Z"

  table "suppliers" {
    rows = <<-GRID
      id | name
      1  | Nordic Cement
      2  | Baltic Timber
      3  | Steelworks
    GRID
  }
  table "portal_users" {
    rows = <<-GRID
      id | email               | name      | supplier_id
      1  | ines@nordic.example | Ines Holm | 1
      2  | tim@baltic.example  | Tim Kask  | 2
      3  | otto@build.example  | Otto Berg |
      4  | pia@build.example   | Pia Roth  |
      5  | bea@build.example   | Bea Lang  |
      6  | max@build.example   | Max Frei  |
      7  | new@build.example   | Nina West |
      8  | una@unbound.example | Una Bond  |
      9  | jo@nordic.example   | Jo Dahl   | 1
    GRID
  }

  # Gravel and sand have no supplier, that of the tiles is gone; nobody has
  # counted the I-beams and the nails.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "stock" { rows = csv("data/stock.csv") }

  # 6 is of a material that is gone, 7 of none; nobody knows how far 5 is.
  # portcullis: allow no-such-row a row that is gone is one that conditions do not find
  table "deliveries" {
    rows = <<-GRID
      id | stock_id | quantity | arrived_on | status   | note      | price | received_by
      1  | 1        | 200      | 2026-02-10 | checked  |           | 840   | 3
      2  | 1        | 100      | 2026-02-25 | arrived  | wet sacks | 420   | 3
      3  | 4        | 20       | 2026-02-26 | returned | warped    | 360   | 3
      4  | 7        | 500      | 2026-02-27 | arrived  |           | 925   | 4
      5  | 8        | 2        | 2026-02-28 |          |           |       | 3
      6  | 99       | 10       | 2026-02-28 | arrived  | whose?    |       | 4
      7  |          | 5        |            | arrived  |           |       | 3
      8  | 10       | 1000     | 2026-03-01 | checked  |           | 50    | 4
      9  | 12       | 300      | 2026-01-30 | arrived  |           | 330   | 9
      10 | 2        | 60       | 2026-02-02 | checked  |           | 189   | 9
    GRID
  }

  # suppliers
  user "ines" {
    login      = "ines@nordic.example"
    profiles   = ["Supplier"]
    properties = { via = "browser" }
  }
  user "tim" { # whose system asks
    login      = "tim@baltic.example"
    profiles   = ["Supplier"]
    properties = { via = "api" }
  }
  user "una" { # of no known supplier
    login    = "una@unbound.example"
    profiles = ["Supplier"]
  }

  # the company
  user "otto" {
    login      = "otto@build.example"
    profiles   = ["Storekeeper"]
    properties = { via = "browser" }
  }
  user "otto_by_api" {
    login      = "otto@build.example"
    profiles   = ["Storekeeper"]
    properties = { via = "api" }
  }
  user "otto_somehow" {
    login    = "otto@build.example"
    profiles = ["Storekeeper"]
  }
  user "bea" {
    login      = "bea@build.example"
    profiles   = ["Buyer"]
    properties = { via = "browser" }
  }
  user "bea_by_api" {
    login      = "bea@build.example"
    profiles   = ["Buyer"]
    properties = { via = "api" }
  }
  user "max" {
    login      = "max@build.example"
    profiles   = ["Site manager"]
    properties = { via = "browser" }
  }
  user "nina" { # has just been invited
    login      = "new@build.example"
    properties = { via = "browser" }
  }

  # two profiles at once
  user "jo" { # of a supplier, lent to the company's buyers
    login      = "jo@nordic.example"
    profiles   = ["Supplier", "Buyer"]
    properties = { via = "browser" }
  }
  user "ines_on_site" {
    login      = "ines@nordic.example"
    profiles   = ["Site manager", "Supplier"]
    properties = { via = "browser" }
  }
}

# Before the first lorry comes
fixture "first_day" {
  now = "2026-01-02T06:00:00Z"

  table "portal_users" {
    rows = <<-GRID
      id | email               | name      | supplier_id
      1  | ines@nordic.example | Ines Holm | 1
      3  | otto@build.example  | Otto Berg |
      5  | bea@build.example   | Bea Lang  |
    GRID
  }
  table "stock" {
    rows = <<-GRID
      id | material
    GRID
  }

  user "ines" {
    login    = "ines@nordic.example"
    profiles = ["Supplier"]
  }
  user "otto" {
    login      = "otto@build.example"
    profiles   = ["Storekeeper"]
    properties = { via = "browser" }
  }
  user "bea" {
    login      = "bea@build.example"
    profiles   = ["Buyer"]
    properties = { via = "browser" }
  }
}
