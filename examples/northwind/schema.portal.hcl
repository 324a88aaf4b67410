portal "northwind" {
  description = "Northwind Traders: the catalogue, and the orders of customers, staff and suppliers"
  users       = "accounts"
  login       = "email"
}

# Who may log in: a customer's contact, an employee, or somebody of a supplier.
table "accounts" {
  key = "account_id"
  fields = {
    account_id  = number
    customer_id = string
    employee_id = number
    supplier_id = number
  }
  field "email" {
    type     = string
    required = true
  }
  belongs_to "customer" {
    table = "customers"
    key   = "customer_id"
  }
  belongs_to "employee" {
    table = "employees"
    key   = "employee_id"
  }
}

table "region" {
  key = "region_id"
  fields = {
    region_id = number
  }
  field "region_description" {
    type     = string
    required = true
  }
}

table "territories" {
  key = "territory_id"
  fields = {
    territory_id = string
  }
  field "territory_description" {
    type     = string
    required = true
  }
  field "region_id" {
    type     = number
    required = true
  }
  belongs_to "region" {
    table = "region"
    key   = "region_id"
  }
}

table "employees" {
  key = "employee_id"
  fields = {
    employee_id = number
    title       = string
    hire_date   = date
    extension   = string
    reports_to  = number
  }
  field "last_name" {
    type     = string
    required = true
  }
  field "first_name" {
    type     = string
    required = true
  }
  field "birth_date" {
    type      = date
    sensitive = "private"
  }
  field "home_phone" {
    type      = string
    sensitive = "private"
  }
  belongs_to "manager" {
    table = "employees"
    key   = "reports_to"
  }
  has_many "territories" {
    table = "employee_territories"
    key   = "employee_id"
  }
}

# Which employee works where: told apart by both.
table "employee_territories" {
  key = ["employee_id", "territory_id"]
  fields = {
    employee_id  = number
    territory_id = string
  }
  belongs_to "employee" {
    table = "employees"
    key   = "employee_id"
  }
}

table "customers" {
  key = "customer_id"
  fields = {
    customer_id  = string
    contact_name = string
    city         = string
    country      = string
    phone        = string
    territory_id = string
  }
  field "company_name" {
    type     = string
    required = true
  }
}

table "suppliers" {
  key = "supplier_id"
  fields = {
    supplier_id = number
    country     = string
    phone       = string
  }
  field "company_name" {
    type     = string
    required = true
  }
}

table "categories" {
  key = "category_id"
  fields = {
    category_id = number
    description = string
  }
  field "category_name" {
    type     = string
    required = true
  }
}

table "products" {
  key = "product_id"
  fields = {
    product_id        = number
    supplier_id       = number
    category_id       = number
    quantity_per_unit = string
    unit_price        = number
    units_in_stock    = number
  }
  field "product_name" {
    type     = string
    required = true
  }
  field "discontinued" {
    type     = bool
    required = true
    default  = false
  }
}

table "orders" {
  key = "order_id"
  fields = {
    required_date = date
    shipped_date  = date
    freight       = number
    ship_city     = string
    employee_id   = number
  }
  field "order_id" {
    type      = number
    generated = true
  }
  field "customer_id" {
    type     = string
    required = true
  }
  field "order_date" {
    type    = date
    default = today
  }
  belongs_to "customer" {
    table = "customers"
    key   = "customer_id"
  }
  belongs_to "employee" {
    table = "employees"
    key   = "employee_id"
  }
}

# The lines of an order: one for each product.
table "order_details" {
  key = ["order_id", "product_id"]
  fields = {
    order_id   = number
    product_id = number
  }
  field "unit_price" {
    type     = number
    required = true
  }
  field "quantity" {
    type     = number
    required = true
  }
  field "discount" {
    type     = number
    required = true
    default  = 0
  }
  belongs_to "order" {
    table = "orders"
    key   = "order_id"
  }
  belongs_to "product" {
    table = "products"
    key   = "product_id"
  }
}
