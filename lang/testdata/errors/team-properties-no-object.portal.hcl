team "beans" {
  properties = "paid" # ERROR: Object needed | "paid" | properties = { tier = "free" }
}
