table "letters" {
  fields = { id = number, meta = json }
}
profile "p" {
  allow "table" "letters" {
    actions = ["create"]
    rows    = all
    set     = { meta = null } # ERROR: JSON in set | meta | letters.meta is a JSON value, which nothing but the person gives.
  }
}
