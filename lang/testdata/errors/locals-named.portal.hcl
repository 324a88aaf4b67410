locals "mine" { # ERROR: Too many names | "mine" | has no name of its own
  closed = ["done"]
}
