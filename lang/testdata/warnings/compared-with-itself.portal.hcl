profile "p" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.total == row.total || row.margin < row.total # WARNING: Compared with itself | row.total == row.total
  }
}
