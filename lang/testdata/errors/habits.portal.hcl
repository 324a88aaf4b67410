# What other languages write, each earning what to write here.
profile "a" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status = "open" # ERROR: Written differently here | = | Write row.status == "open"
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total > 5 AND row.paid # ERROR: Written differently here | AND | Write row.total > 5 && row.paid
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid or row.total <> 5 # ERROR: Written differently here | or | Write row.paid || row.total != 5 ;; Written differently here | <> | Write row.total != 5
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = NOT row.paid # ERROR: Written differently here | NOT | Write !row.paid
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = not row.total == 5 && row.paid # ERROR: Written differently here | not | Write !(row.total == 5)
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status IN ('open', "done") # ERROR: Written differently here | IN | Write contains(["open", "done"], row.status) ;; Written differently here | 'open' | Write "open"
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status not in local.closed # ERROR: Written differently here | not in | Write !contains(local.closed, row.status)
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note IS NULL # ERROR: Written differently here | IS NULL | Write row.note == null
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note is not null and row.paid # ERROR: Written differently here | is not null | Write row.note != null ;; Written differently here | and | Write row.note != null && row.paid
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note LIKE 'A%' # ERROR: Written differently here | LIKE | Write startswith(row.note, "A") ;; Written differently here | 'A%' | Write "A%"
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note ilike "%Kiel%" # ERROR: Written differently here | ilike | Write strcontains(lower(row.note), "kiel")
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total BETWEEN 1 AND 5 AND row.paid # ERROR: Written differently here | BETWEEN | Write row.total >= 1 && row.total <= 5 ;; Written differently here | AND | Write row.total >= 1 && row.total <= 5 && row.paid
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status === "open" # ERROR: Written differently here | === | Write row.status == "open"
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status !== "open" # ERROR: Written differently here | !== | Write row.status != "open"
  }
  allow "table" "orders" {
    actions = ["view"]
    # ERROR-BELOW: Written differently here | ?? | Write coalesce(row.note, "none")
    rows = row.note ?? "none" === "x" # ERROR: Written differently here | === | Write coalesce(row.note, "none") == "x"
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = (row.note ?? "none") == "x" # ERROR: Written differently here | ?? | Write coalesce(row.note, "none")
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status := "open" # ERROR: Written differently here | := | Write row.status == "open"
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid if user.beta # ERROR: Written differently here | if | Write row.paid && user.beta
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.paid if user.beta else row.total > 5 # ERROR: Written differently here | if | Write user.beta ? row.paid : row.total > 5
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = some i in row.items # ERROR: Written differently here | some | Write anytrue([for i in row.items : CONDITION])
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.tags.includes("x") # ERROR: Written differently here | includes | Write contains(row.tags, "x")
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.note.toLowerCase() == "x" && row.total = NULL # ERROR: Written differently here | toLowerCase | Write lower(row.note) ;; Written differently here | = | Write row.total == null
  }
  allow "table" "orders" {
    # ERROR-BELOW: Written differently here | -- all of them | A comment begins with # or //: # all of them
    -- all of them
    actions = ["view"]
    rows    = all
  }
  allow "table" "orders" {
    # ERROR-BELOW: Written differently here | -- all of them | A comment begins with # or //: # all of them
    actions = ["view"] -- all of them
    rows    = all
  }
  allow "table" "orders" {
    actions: ["view"] # ERROR: Written differently here | : | actions = …
    rows    = all
  }
  allow "table" "orders" {
    actions = ["view"]
    rows := all # ERROR: Written differently here | := | rows = …
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = if row.paid # ERROR: Written differently here | if | Write row.paid
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = IF row.paid then row.total > 5 else row.total = 5 # ERROR: Written differently here | IF | Write row.paid ? row.total > 5 : row.total == 5 ;; Written differently here | = | Write row.total == 5
  }
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.total > 5 && if row.paid # ERROR: Written differently here | if | Write row.paid
  }
  allow "table" "orders" {
    actions = ["view"]
    where row.paid and row.total > 5 # ERROR: Written differently here | where row.paid and row.total > 5 | Write rows = row.paid && row.total > 5 ;; Written differently here | and | Write row.paid && row.total > 5
  }
  allow "table" "orders" {
    actions = ["view"]
    rows if row.paid # ERROR: Written differently here | rows if row.paid | Write rows = row.paid
  }
  allow "page" "home" {
    when user.beta # ERROR: Written differently here | when user.beta | Write when = user.beta
  }
}
