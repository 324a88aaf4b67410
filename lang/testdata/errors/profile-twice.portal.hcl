profile "everyone" {} # ERROR: Duplicate profile | "everyone" | first at base.portal.hcl:104
