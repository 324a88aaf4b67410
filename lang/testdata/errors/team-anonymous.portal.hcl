profile "visitor" {
  anonymous = true
}

profile "reader" {
  includes = ["visitor"]
}

team "north" {
  profiles = ["reader", "visitor"] # ERROR: Anonymous team | "visitor" | "visitor" is for requests without a login
}
