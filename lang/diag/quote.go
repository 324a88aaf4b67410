package diag

import "strconv"

// Quote writes a string as an HCL string literal without templates.
func Quote(s string) string { return strconv.Quote(s) }
