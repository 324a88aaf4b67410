profile "base" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
    fields  = ["note", "phone"]
  }
}
profile "more" {
  includes = ["base"]
  reveal   = ["pii"]
}
profile "p" {
  allow "table" "orders" { # WARNING: Unrevealed field | allow "table" "orders" | names "phone" in its "mask"
    actions = ["view"]
    rows    = all
    mask    = { phone = "•••" }
  }
}
