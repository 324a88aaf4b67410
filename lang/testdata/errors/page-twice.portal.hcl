page "home" {} # ERROR: Duplicate page | "home" | first at base.portal.hcl:96
