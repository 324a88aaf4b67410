profile "a" {
  # ‮ hidden # WARNING: Invisible character | ‮ | U+202E, a mark that changes the order
  allow "page" "home" { when = user.region == "ad​min" } # WARNING: Invisible character | ​ | write \u200b
  deny "page" "home" { when = user.region == "👩‍💻 می‌خواهم" }
}
