profile "a" {
  title = "Kundеn" # WARNING: Mixed alphabets | Kundеn | Cyrillic letter that looks like "e"
  allow "page" "home" { when = user.region == "сто μm город kΩ" }
}
