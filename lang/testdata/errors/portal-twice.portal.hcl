portal "second" {} # ERROR: Duplicate portal | portal "second" | first is at base.portal.hcl:3
