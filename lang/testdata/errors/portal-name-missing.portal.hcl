# ALONE
portal {} # ERROR: Missing name | portal | A portal has a name
