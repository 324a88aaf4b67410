package scalar

// ExampleUUID is one, for those who are told what one looks like.
const ExampleUUID = "0d8c5e1a-7b3f-4c2e-9a61-5f0e8d7c6b4a"

// IsUUID reports whether a text is a UUID in its canonical form: small letters, as
// in [ExampleUUID]. Only such a text is a value of the type,
// so that texts that are equal are equal as uuids, and others are not.
func IsUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}
