# ALONE
portal "Acme-Corp" {} # ERROR: Invalid name | "Acme-Corp" | begins with a letter a-z
