profile "a" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
    mask    = { note = "•" }
  }
  allow "table" "orders" { # WARNING: Mask never shown | allow "table" "orders" | case.portal.hcl:2
    actions = ["view"]
    rows    = row.paid
    mask    = { note = null }
  }
  allow "table" "order_items" {
    actions = ["view"]
    rows    = row.quantity == 1
    mask    = { sku = "•" }
  }
  allow "table" "order_items" {
    actions = ["view"]
    rows    = row.quantity == 2
    mask    = { sku = "-" }
  }
}
