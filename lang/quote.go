package lang

import "strconv"

// quote writes a string as an HCL string literal without templates.
func quote(s string) string { return strconv.Quote(s) }
