team "beans" {
  properties = { tier = "gold" } # ERROR: Value outside the enum | "gold"
}
