profile "p" {
  allow {} # ERROR: Missing kind | allow | says of what kind
}
