profile = { # ERROR: Unknown argument | profile
}
