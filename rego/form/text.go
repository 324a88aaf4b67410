package form

import "encoding/json"

// Text writes a formula as a bundle has it, for people to read. Elements of
// lists that it stands in cannot be among its places.
func Text(f Formula) string {
	text, err := json.Marshal(encoder{}.formula(f))
	if err != nil {
		panic("form: " + err.Error()) // trees of texts, bools and lists can be written
	}
	return string(text)
}
