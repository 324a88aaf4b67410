table "letters" {
  fields = { id = number, ref = uuid }
}
profile "p" {
  allow "table" "letters" {
    actions = ["view"]
    rows    = all
    mask    = { ref = last(4) } # ERROR: Wrong type | last | last shows a part of a string; ref is a uuid. Of it a constant is shown, or null.
  }
}
