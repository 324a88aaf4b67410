profile "p" {
  deny "table" "*" {
    actions = ["view"]
    fields  = ["margin"] # ERROR: Unknown field | "margin" | "clients", "contacts", "order_items" have no field "margin"
  }
}
