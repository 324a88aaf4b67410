page "opas" {}
page "ораѕ" {} # WARNING: Names that look alike | "ораѕ" | Cyrillic
profile "a" {
  allow "page" "opas" {}
  allow "page" "ораѕ" {}
}
