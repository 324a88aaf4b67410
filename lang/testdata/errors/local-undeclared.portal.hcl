locals {
  late = local.dasy * 2 # ERROR: Undeclared local | dasy | Did you mean "days"?
  days = 30
}
condition "late" {
  table = "orders"
  when  = row.due < dateadd(today, local.late) && row.due != dateadd(today, local.days)
}
