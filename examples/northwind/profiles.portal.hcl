# A customer is looked after by who works in its territory, and by their manager.
condition "in_my_territory" {
  table = "customers"
  when  = contains(user.employee.territories[*].territory_id, row.territory_id)
}

# What everybody may look at, and the only thing for those who are not logged in.
profile "visitor" {
  title     = "Visitor"
  anonymous = true

  allow "table" "categories" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "products" {
    actions = ["view"]
    rows    = !row.discontinued
    fields  = ["product_name", "category_id", "quantity_per_unit", "unit_price"]
  }
}

profile "customer" {
  title    = "Customer's contact"
  includes = ["visitor"]

  allow "table" "customers" {
    actions = ["view", "update"]
    rows    = row.customer_id == user.customer_id
    hide    = ["territory_id"]
    # Whom it is about is the company's to say.
    read_only = ["company_name"]
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.customer_id == user.customer_id
    hide    = ["employee_id"]
  }
  # They order, and change their minds until it is shipped.
  allow "table" "orders" {
    actions = ["create", "update", "delete"]
    rows    = row.customer_id == user.customer_id && row.shipped_date == null
    check   = new.required_date == null || new.required_date > today
    fields  = ["required_date", "ship_city"]
    set     = { customer_id = user.customer_id }
    message = "An order takes a day at least, and what is shipped stays as it is."
  }

  # The lines follow their order; their price is that of the catalogue.
  allow "table" "order_details" {
    actions = ["view"]
    rows    = row.order.customer_id == user.customer_id
  }
  allow "table" "order_details" {
    actions = ["create", "update", "delete"]
    rows    = row.order.customer_id == user.customer_id && row.order.shipped_date == null
    check   = new.unit_price == new.product.unit_price && new.quantity > 0 && !new.product.discontinued
    fields  = ["order_id", "product_id", "unit_price", "quantity"]
    message = "A line is of a product that we sell, at its price."
  }
}

profile "seller" {
  title    = "Sales representative"
  includes = ["visitor"]

  allow "table" "customers" {
    actions = ["view"]
    rows    = condition.in_my_territory
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.employee_id == user.employee_id || holds(row.customer, condition.in_my_territory)
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.employee_id == user.employee_id
    fields  = ["required_date", "shipped_date", "freight"]
    check   = new.shipped_date == null || new.shipped_date <= today
    message = "Your own orders, and no day that is still to come."
  }
  allow "table" "order_details" {
    actions = ["view", "update"]
    rows    = row.order.employee_id == user.employee_id
    check   = new.discount <= 0.2 && new.discount >= 0
    message = "A discount is 20 % at most."
  }
  allow "table" "products" {
    actions = ["view"]
    rows    = all
  }

  # Colleagues, but for what is private, and who is whose.
  allow "table" "employees" {
    actions = ["view"]
    rows    = all
    hide    = ["hire_date", "reports_to"]
  }
  allow "table" "employee_territories" "territories" "region" {
    actions = ["view"]
    rows    = all
  }
}

# What sellers have besides who have people of their own. It does not include
# "seller": what is private is revealed in these statements alone.
profile "manager" {
  title  = "Sales manager"
  reveal = ["private"]

  allow "table" "employees" {
    actions = ["view"]
    rows    = row.reports_to == user.employee_id || row.manager.reports_to == user.employee_id
    mask    = { birth_date = year() }
  }
  allow "table" "employee_territories" {
    actions = ["create", "delete"]
    rows    = row.employee.reports_to == user.employee_id
    message = "You say where your own people work."
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.employee.reports_to == user.employee_id
  }
  deny "table" "orders" {
    actions = ["update"]
    rows    = row.shipped_date < dateadd(today, -30)
    message = "The month is closed."
  }
}

# A supplier sees what is sold of its own, and of nobody what they paid less.
profile "supplier" {
  title = "Supplier"

  allow "table" "suppliers" {
    actions = ["view", "update"]
    rows    = row.supplier_id == user.supplier_id
    fields  = ["company_name", "country", "phone"]
    # The name is in contracts.
    read_only = ["company_name"]
  }
  allow "table" "products" {
    actions = ["view"]
    rows    = row.supplier_id == user.supplier_id
  }
  allow "table" "order_details" {
    actions = ["view"]
    rows    = row.product.supplier_id == user.supplier_id
    hide    = ["discount"]
  }
}
