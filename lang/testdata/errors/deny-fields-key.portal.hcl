profile "p" {
  deny "table" "orders" {
    actions = ["view", "update"]
    fields  = ["id"] # ERROR: Hidden key | "id" | cannot be taken
  }
}
