portal "shop" {}
table people { fields = {id=number, gone=string, region=string,
  level = enum("low",
    "high",
  ) } }
table "lines" {
  key=["order_id","line"]
  fields = { order_id = number,line = number }
}
# the end
