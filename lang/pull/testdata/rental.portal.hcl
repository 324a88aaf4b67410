table "active_customer" {
  key = "customer_id"
  fields = {
    email = string
  }
  field "customer_id" {
    type      = number
    generated = true
  }
  field "store_id" {
    type     = number
    required = true
  }
  field "first_name" {
    type     = string
    required = true
  }
  field "last_name" {
    type     = string
    required = true
  }
  belongs_to "store" {
    table = "store"
    key   = "store_id"
  }
  # field "email" (e_mail): statements compare it exactly; the database's keys, and OPA's filter, take capital and small letters for the same
}

table "actor" {
  key = "actor_id"
  fields = {
    agent_uuid = uuid
  }
  field "actor_id" {
    type      = number
    generated = true
  }
  field "first_name" {
    type     = string
    required = true
  }
  field "last_name" {
    type     = string
    required = true
  }
  has_many "film_actors" {
    table = "film_actor"
    key   = "actor_id"
  }
}

table "address" {
  key = "address_id"
  fields = {
    address2    = string
    postal_code = string
  }
  field "address_id" {
    type      = number
    generated = true
  }
  field "address" {
    type     = string
    required = true
  }
  field "district" {
    type     = string
    required = true
  }
  field "city_id" {
    type     = number
    required = true
  }
  field "phone" {
    type     = string
    required = true
  }
  field "last_update" {
    type     = timestamp
    required = true
    default  = now
  }
  belongs_to "city" {
    table = "city"
    key   = "city_id"
  }
  has_many "customers_by_address" {
    table = "customer"
    key   = "address_id"
  }
  has_many "customers_by_billing_address" {
    table = "customer"
    key   = "billing_address"
  }
  has_many "staff" {
    table = "staff"
    key   = "address_id"
  }
  has_many "stores" {
    table = "store"
    key   = "address_id"
  }
  # field "postal_code" (character(10)): the spaces at the end of such a text are none of it
  # column "place" (point): the language has no type for it
}

table "category" {
  key = "category_id"
  fields = {
    parent_id = number
  }
  field "category_id" {
    type      = number
    generated = true
  }
  field "name" {
    type     = string
    required = true
  }
  belongs_to "parent" {
    table = "category"
    key   = "parent_id"
  }
  has_many "children" {
    table = "category"
    key   = "parent_id"
  }
  has_many "film_categories" {
    table = "film_category"
    key   = "category_id"
  }
}

table "city" {
  key = "city_id"
  field "city_id" {
    type      = number
    generated = true
  }
  field "city" {
    type     = string
    required = true
  }
  field "country_id" {
    type     = number
    required = true
  }
  field "last_update" {
    type     = timestamp
    required = true
    default  = now
  }
  belongs_to "country" {
    table = "country"
    key   = "country_id"
  }
  has_many "addresses" {
    table = "address"
    key   = "city_id"
  }
}

table "country" {
  key = "country_id"
  field "country_id" {
    type      = number
    generated = true
  }
  field "country" {
    type     = string
    required = true
  }
  field "code" {
    type     = string
    required = true
  }
  field "last_update" {
    type     = timestamp
    required = true
    default  = now
  }
  has_many "cities" {
    table = "city"
    key   = "country_id"
  }
  # field "code" (character(2)): the spaces at the end of such a text are none of it
}

table "customer" {
  key = "customer_id"
  fields = {
    email            = string
    billing_address  = number
    created_by       = number
    approved_by      = number
    last_modified_by = number
    referred_by_id   = number
  }
  field "customer_id" {
    type      = number
    generated = true
  }
  field "store_id" {
    type     = number
    required = true
  }
  field "first_name" {
    type     = string
    required = true
  }
  field "last_name" {
    type     = string
    required = true
  }
  field "address_id" {
    type     = number
    required = true
  }
  field "activebool" {
    type     = bool
    required = true
    default  = true
  }
  field "create_date" {
    type     = date
    required = true
    default  = today
  }
  belongs_to "store" {
    table = "store"
    key   = "store_id"
  }
  belongs_to "address" {
    table = "address"
    key   = "address_id"
  }
  belongs_to "billing_address_record" {
    table = "address"
    key   = "billing_address"
  }
  belongs_to "created_by_staff" {
    table = "staff"
    key   = "created_by"
  }
  belongs_to "approved_by_staff" {
    table = "staff"
    key   = "approved_by"
  }
  belongs_to "last_modified_by_staff" {
    table = "staff"
    key   = "last_modified_by"
  }
  belongs_to "referred_by_customer" {
    table = "customer"
    key   = "referred_by_id"
  }
  has_many "referred_customers" {
    table = "customer"
    key   = "referred_by_id"
  }
  has_many "payments" {
    table = "payment"
    key   = "customer_id"
  }
  has_many "rentals" {
    table = "rental"
    key   = "customer_id"
  }
  # field "email" (e_mail): statements compare it exactly; the database's keys, and OPA's filter, take capital and small letters for the same
}

# The view "customer_list" is left out: the database knows of no key that a view has; with a key and without these marks of a comment it is a table.
# table "customer_list" {
#   fields = {
#     id    = number
#     phone = string
#   }
# }

table "film" {
  key = "film_id"
  fields = {
    description          = string
    release_year         = number
    original_language_id = number
    length               = number
    special_features     = list(string)
    sequel_of            = number
    score                = number
    popularity           = number
    released             = timestamp
    years                = list(number)
    ratings              = list(enum("G", "PG", "PG-13", "R", "NC-17"))
    shown                = list(timestamp)
    facts                = json
  }
  field "film_id" {
    type      = number
    generated = true
  }
  field "title" {
    type     = string
    required = true
  }
  field "language_id" {
    type     = number
    required = true
  }
  field "rental_duration" {
    type     = number
    required = true
    default  = 3
  }
  field "rental_rate" {
    type     = number
    required = true
    default  = 4.99
  }
  field "replacement_cost" {
    type     = number
    required = true
    default  = 19.99
  }
  field "rating" {
    type    = enum("G", "PG", "PG-13", "R", "NC-17")
    default = "G"
  }
  field "off" {
    type     = number
    required = true
    default  = 0
  }
  field "title_length" {
    type      = number
    generated = true
  }
  field "last_update" {
    type     = timestamp
    required = true
    default  = now
  }
  belongs_to "language" {
    table = "language"
    key   = "language_id"
  }
  belongs_to "original_language" {
    table = "language"
    key   = "original_language_id"
  }
  belongs_to "sequel_of_film" {
    table = "film"
    key   = "sequel_of"
  }
  has_many "films_by_sequel_of" {
    table = "film"
    key   = "sequel_of"
  }
  has_many "film_actors" {
    table = "film_actor"
    key   = "film_id"
  }
  has_many "film_categories" {
    table = "film_category"
    key   = "film_id"
  }
  has_many "inventory" {
    table = "inventory"
    key   = "film_id"
  }
  # column "fulltext" (tsvector): it serves to search, and is worked out of other columns
  # field "score" (real): a binary fraction, which is taken to be the shortest decimal that it prints
  # field "popularity" (double precision): a binary fraction, which is taken to be the shortest decimal that it prints
  # field "released" (timestamp without time zone): it has no time zone, and is taken to be in UTC
  # column "more" (json[]): the language has no lists of json
}

table "film_actor" {
  key = ["actor_id", "film_id"]
  fields = {
    actor_id = number
    film_id  = number
    role     = string
  }
  belongs_to "actor" {
    table = "actor"
    key   = "actor_id"
  }
  belongs_to "film" {
    table = "film"
    key   = "film_id"
  }
}

table "film_category" {
  key = ["film_id", "category_id"]
  fields = {
    film_id     = number
    category_id = number
  }
  belongs_to "film" {
    table = "film"
    key   = "film_id"
  }
  belongs_to "category" {
    table = "category"
    key   = "category_id"
  }
}

# The table "film_history" is left out: it has no primary key; nor is another column unique and never null.
# table "film_history" {
#   fields = {
#     description          = string
#     release_year         = number
#     original_language_id = number
#     length               = number
#     special_features     = list(string)
#     sequel_of            = number
#     score                = number
#     popularity           = number
#     released             = timestamp
#     years                = list(number)
#     ratings              = list(enum("G", "PG", "PG-13", "R", "NC-17"))
#     shown                = list(timestamp)
#     facts                = json
#   }
#   field "film_id" {
#     type      = number
#     required  = true
#     generated = true
#   }
#   field "title" {
#     type     = string
#     required = true
#   }
#   field "language_id" {
#     type     = number
#     required = true
#   }
#   field "rental_duration" {
#     type     = number
#     required = true
#     default  = 3
#   }
#   field "rental_rate" {
#     type     = number
#     required = true
#     default  = 4.99
#   }
#   field "replacement_cost" {
#     type     = number
#     required = true
#     default  = 19.99
#   }
#   field "rating" {
#     type    = enum("G", "PG", "PG-13", "R", "NC-17")
#     default = "G"
#   }
#   field "off" {
#     type     = number
#     required = true
#     default  = 0
#   }
#   field "title_length" {
#     type      = number
#     generated = true
#   }
#   field "last_update" {
#     type     = timestamp
#     required = true
#     default  = now
#   }
#   # column "fulltext" (tsvector): it serves to search, and is worked out of other columns
#   # field "score" (real): a binary fraction, which is taken to be the shortest decimal that it prints
#   # field "popularity" (double precision): a binary fraction, which is taken to be the shortest decimal that it prints
#   # field "released" (timestamp without time zone): it has no time zone, and is taken to be in UTC
#   # column "more" (json[]): the language has no lists of json
# }

# The foreign table "import" is left out: it has no primary key; nor is another column unique and never null.
# table "import" {
#   fields = {
#     line = string
#   }
# }

table "inventory" {
  key = "inventory_id"
  field "inventory_id" {
    type      = number
    generated = true
  }
  field "film_id" {
    type     = number
    required = true
  }
  field "store_id" {
    type     = number
    required = true
  }
  field "state" {
    type     = enum("good", "worn", "lost")
    required = true
    default  = "good"
  }
  belongs_to "film" {
    table = "film"
    key   = "film_id"
  }
  belongs_to "store" {
    table = "store"
    key   = "store_id"
  }
  has_many "rentals" {
    table = "rental"
    key   = "inventory_id"
  }
}

table "language" {
  key = "language_id"
  field "language_id" {
    type      = number
    generated = true
  }
  field "name" {
    type     = string
    required = true
  }
  has_many "films_by_language" {
    table = "film"
    key   = "language_id"
  }
  has_many "films_by_original_language" {
    table = "film"
    key   = "original_language_id"
  }
  # field "name" (character(20)): the spaces at the end of such a text are none of it
}

table "local_customer" {
  key = "customer_id"
  fields = {
    email = string
  }
  field "customer_id" {
    type      = number
    generated = true
  }
  field "store_id" {
    type     = number
    required = true
  }
  field "first_name" {
    type     = string
    required = true
  }
  field "last_name" {
    type     = string
    required = true
  }
  belongs_to "store" {
    table = "store"
    key   = "store_id"
  }
  # field "email" (e_mail): statements compare it exactly; the database's keys, and OPA's filter, take capital and small letters for the same
}

table "payment" {
  key = ["payment_date", "payment_id"]
  fields = {
    rental_id    = number
    payment_date = timestamp
  }
  field "payment_id" {
    type      = number
    generated = true
  }
  field "customer_id" {
    type     = number
    required = true
  }
  field "staff_id" {
    type     = number
    required = true
  }
  field "amount" {
    type     = number
    required = true
  }
  belongs_to "customer" {
    table = "customer"
    key   = "customer_id"
  }
  belongs_to "staff" {
    table = "staff"
    key   = "staff_id"
  }
}

table "rental" {
  key = "rental_id"
  fields = {
    return_date          = timestamp
    returned_to_staff_id = number
  }
  field "rental_id" {
    type      = number
    generated = true
  }
  field "rental_date" {
    type     = timestamp
    required = true
  }
  field "inventory_id" {
    type     = number
    required = true
  }
  field "customer_id" {
    type     = number
    required = true
  }
  field "staff_id" {
    type     = number
    required = true
  }
  belongs_to "inventory" {
    table = "inventory"
    key   = "inventory_id"
  }
  belongs_to "customer" {
    table = "customer"
    key   = "customer_id"
  }
  belongs_to "staff" {
    table = "staff"
    key   = "staff_id"
  }
  belongs_to "returned_to_staff" {
    table = "staff"
    key   = "returned_to_staff_id"
  }
}

# The materialized view "rental_by_category" is left out: the database knows of no key that a materialized view has; with a key and without these marks of a comment it is a table.
# table "rental_by_category" {
#   fields = {
#     category = string
#     rentals  = number
#   }
# }

# The view "sales" is left out: the database knows of no key that a view has; with a key and without these marks of a comment it is a table.
# table "sales" {
#   fields = {
#     store_id = number
#     sold     = number
#   }
# }

table "staff" {
  key = "staff_id"
  fields = {
    email      = string
    reports_to = number
    mentor_id  = number
  }
  field "staff_id" {
    type      = number
    generated = true
  }
  field "first_name" {
    type     = string
    required = true
  }
  field "last_name" {
    type     = string
    required = true
  }
  field "address_id" {
    type     = number
    required = true
  }
  field "store_id" {
    type     = number
    required = true
  }
  field "active" {
    type     = bool
    required = true
    default  = true
  }
  field "username" {
    type     = string
    required = true
  }
  field "last_update" {
    type     = timestamp
    required = true
    default  = now
  }
  belongs_to "address" {
    table = "address"
    key   = "address_id"
  }
  belongs_to "store" {
    table = "store"
    key   = "store_id"
  }
  belongs_to "reports_to_staff" {
    table = "staff"
    key   = "reports_to"
  }
  belongs_to "mentor" {
    table = "staff"
    key   = "mentor_id"
  }
  has_many "created_customers" {
    table = "customer"
    key   = "created_by"
  }
  has_many "approved_customers" {
    table = "customer"
    key   = "approved_by"
  }
  has_many "last_modified_customers" {
    table = "customer"
    key   = "last_modified_by"
  }
  has_many "payments" {
    table = "payment"
    key   = "staff_id"
  }
  has_many "rentals_by_staff" {
    table = "rental"
    key   = "staff_id"
  }
  has_many "rentals_by_returned_to_staff" {
    table = "rental"
    key   = "returned_to_staff_id"
  }
  has_many "staff_by_reports_to" {
    table = "staff"
    key   = "reports_to"
  }
  has_many "staff_by_mentor" {
    table = "staff"
    key   = "mentor_id"
  }
  has_many "stores" {
    table = "store"
    key   = "manager_staff_id"
  }
  # field "email" (e_mail): statements compare it exactly; the database's keys, and OPA's filter, take capital and small letters for the same
  # column "picture" (bytea): the language has no bytes
  # column "wage" (money): what it is as a number depends on a setting of the server; a column of type numeric says it exactly
  # column "on_duty_from" (time without time zone): the language has no time of day
  # column "shift" (interval): the language has no lengths of time; a number of seconds or days says it
  # column "ip" (inet): the language has no type for it
}

table "store" {
  key = "store_id"
  field "store_id" {
    type      = number
    generated = true
  }
  field "manager_staff_id" {
    type     = number
    required = true
  }
  field "address_id" {
    type     = number
    required = true
  }
  belongs_to "manager_staff" {
    table = "staff"
    key   = "manager_staff_id"
  }
  belongs_to "address" {
    table = "address"
    key   = "address_id"
  }
  has_many "customers" {
    table = "customer"
    key   = "store_id"
  }
  has_many "inventory" {
    table = "inventory"
    key   = "store_id"
  }
  has_many "staff" {
    table = "staff"
    key   = "store_id"
  }
}

# The view "swapped_customer" is left out: the database knows of no key that a view has; with a key and without these marks of a comment it is a table.
# table "swapped_customer" {
#   fields = {
#     customer_id = number
#     store_id    = number
#   }
# }
