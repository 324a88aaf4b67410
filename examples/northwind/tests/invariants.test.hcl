never "customers see the orders of other companies" {
  profiles = ["customer"]
  except   = ["seller", "manager"]
  table    = "orders"
  when     = row.customer_id != user.customer_id
}

never "customers see the lines of other companies" {
  profiles = ["customer"]
  except   = ["seller", "manager", "supplier"]
  table    = "order_details"
  when     = row.order.customer_id != user.customer_id
}

never "private numbers are seen but by managers" {
  except = ["manager"]
  table  = "employees"
  fields = ["home_phone", "birth_date"]
}

never "suppliers learn who buys" {
  profiles = ["supplier"]
  except   = ["customer", "seller", "manager"]
  table    = "orders"
}

always "everybody who is not logged in sees what is sold" {
  profiles = ["visitor"]
  table    = "products"
  when     = !row.discontinued
}
