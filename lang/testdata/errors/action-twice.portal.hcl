action "approve" { tables = ["clients"] } # ERROR: Duplicate action | "approve" | first at base.portal.hcl
