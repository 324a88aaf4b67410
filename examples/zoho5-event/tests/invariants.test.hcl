always "the front desk sees all participants" {
  profiles = ["Front desk"]
  table    = "participants"
}

never "guests who have not paid are among the important ones" {
  table = "vip_guests"
  when  = !row.paid
}
