# What holds for all who change data.
profile "Portal user" {
  # Z15: portal users cannot use APIs to change data. Where nothing is known of
  # the way in, nothing is changed.
  deny "table" "*" {
    actions = ["create", "update", "delete", "import"]
    when    = user.via != "browser"
    message = "Data is changed in the browser, not by the API."
  }

  deny "table" "deliveries" {
    actions = ["update", "delete"]
    rows    = row.status == "checked"
    message = "A checked delivery stays as it is."
  }
}

profile "Storekeeper" {
  includes = ["Portal user"]

  # Z4: View all, Modify all. Z7: the cost is not visible. Z8: what a thing is,
  # and whose, is visible and not edited.
  allow "table" "stock" {
    actions   = ["view", "update"]
    rows      = all
    hide      = ["unit_cost"]
    read_only = ["material", "supplier_id", "reorder_level"]
  }

  # Z2: access to a form
  allow "form" "receive_delivery" {
    check   = new.quantity > 0 && new.arrived_on <= today && new.stock.id != null
    set     = { received_by = user.id, status = "arrived" }
    message = "Some of a thing that we stock, arrived by today."
  }

  # Z3: View, Edit, Delete of the records that the person added
  allow "table" "deliveries" {
    actions   = ["view", "update", "delete"]
    rows      = own
    hide      = ["price"]
    read_only = ["stock_id", "status"]
  }

  # Z2: access to a page
  allow "page" "yard" {}
}

profile "Site manager" {
  # Z5: print, and not export
  allow "report" "warehouse_stock" {
    actions = ["view", "print"]
    rows    = row.yard == "North"
    hide    = ["unit_cost"]
  }

  allow "page" "yard" {}
}

profile "Buyer" {
  includes = ["Portal user"]

  # Z5: export, and not print. The levels are set here.
  allow "report" "reorder_list" {
    actions   = ["view", "export", "update"]
    rows      = row.supplier_id != null
    read_only = ["material", "supplier_id", "quantity"]
  }

  # Z5, Z14: import, wherever the file is from
  allow "table" "stock" {
    actions = ["view", "import"]
    rows    = all
    check   = new.quantity == null
    message = "New materials come without a quantity: they are counted in the yard."
  }

  # Z4: View all, Modify all
  allow "table" "deliveries" {
    actions = ["view", "update", "delete"]
    rows    = all
  }
  allow "table" "suppliers" {
    actions = ["view"]
    rows    = all
  }

  allow "dashboard" "*" {}
  allow "page" "*" {}
}
