table "bills" {
  owner = "author"
  fields = {
    id        = number
    amount    = decimal # ERROR: Invalid type | decimal
    author    = integer # ERROR: Invalid type | integer
    client_id = bigint # ERROR: Invalid type | bigint
  }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
}
condition "big" {
  table = "bills"
  when  = row.amount > 100 || row.client.region == "EU"
}
report "late" {
  table  = "bills"
  fields = ["amount"]
  rows   = row.amount == "x"
}
profile "p" {
  allow "table" "bills" {
    actions   = ["view", "update"]
    rows      = own || condition.big
    mask      = { amount = "x" }
    set       = { author = user.email }
    check     = new.amount
    read_only = ["amount"]
  }
}
