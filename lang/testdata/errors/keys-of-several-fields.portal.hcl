table "lines" {
  key    = ["order_id", "lin"] # ERROR: Unknown field | "lin" | Did you mean "line"?
  fields = { order_id = number, line = number }
}

table "parts" {
  key    = ["order_id", "line", "order_id"] # ERROR: Duplicate name | "order_id" | "order_id" is named twice in "key".
  fields = { order_id = number, line = number, sku = string }
}

table "none" {
  key    = [] # ERROR: Empty list | [] | A key has at least one field.
  fields = { id = number }
}

table "one" {
  key    = ["nr"]
  fields = { nr = number }
}

table "steps" {
  key    = ["parts_order", "tags"] # ERROR: Invalid key | "tags" | steps.tags is a list(string); a key is a scalar.
  fields = { parts_order = number, tags = list(string) }
}

table "secrets" {
  key    = ["id", "pin"] # ERROR: Sensitive key | "pin" | secrets.pin is of the key, which is visible wherever its row is; it cannot be sensitive ("pii").
  fields = { id = number }
  field "pin" {
    type      = string
    sensitive = "pii"
  }
}

table "goods" {
  key    = ["house", "nr"]
  fields = { house = string, nr = number, shelf = number, one_nr = number }
  has_many "moves" {
    table = "moves"
    key   = "house" # ERROR: Mismatched key | "house" | The key of goods is "house" and "nr": it takes 2 fields of moves to hold it, in this order.
  }
  belongs_to "one" {
    table = "one"
    key   = ["one_nr", "shelf"] # ERROR: Mismatched key | ["one_nr", "shelf"] | The key of one is "nr": it takes one field of goods to hold it, in this order.
  }
}

table "moves" {
  fields = { id = number, house = string, nr = number }
  belongs_to "goods" {
    table = "goods"
    key   = ["nr", "house"] # ERROR: Mismatched key | "nr" | moves.nr is a number, and cannot hold the key goods.house, which is a string
  }
  belongs_to "other" {
    table = "goods"
    key   = ["hose", "nr"] # ERROR: Unknown field | "hose" | Did you mean "house"?
  }
}

profile "clerk" {
  allow "table" "goods" {
    actions = ["view", "update"]
    rows    = all
    hide    = ["nr"]       # ERROR: Hidden key | "nr" | goods.nr is of the key, which is visible wherever its row is; it cannot be hidden.
    set     = { house = "A" } # ERROR: Changed key | house | goods.house is of the key, which an update never changes.
  }
  allow "table" "goods" {
    actions = ["create"]
    rows    = all
    set     = { nr = null } # ERROR: Null value | null | The field "nr" is required, and never null.
  }
}
