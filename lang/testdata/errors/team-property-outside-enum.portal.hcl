team "beans" {
  properties = { tier = "gold" } # ERROR: Not a value of the enum | "gold"
}
