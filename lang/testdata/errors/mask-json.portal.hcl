table "letters" {
  fields = { id = number, meta = json }
}
profile "p" {
  allow "table" "letters" {
    actions = ["view"]
    rows    = all
    mask    = { meta = "•••" } # ERROR: No JSON constant | "•••"
  }
}
