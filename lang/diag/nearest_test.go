package diag

import (
	"testing"

	_ "portcullis/internal/update" // for -update
)

func TestNearest(t *testing.T) {
	fields := []string{"id", "total", "status", "client_id", "margin", "a_very_long_name"}
	tests := []struct{ name, want string }{
		{"totl", "total"},         // a letter left out
		{"totaal", "total"},       // one too many
		{"tatal", "total"},        // another one
		{"toatl", "total"},        // two swapped
		{"Total", "total"},        // letter case
		{"clientid", "client_id"}, // a sign left out
		{"a_vry_lng_nme", "a_very_long_name"},
		{"total", ""}, // itself
		{"price", ""}, // nothing near
		{"x", ""},     // too short for anything to be near
		{"", ""},
	}
	for _, test := range tests {
		if got := Nearest(test.name, fields); got != test.want {
			t.Errorf("Nearest(%q) is %q, want %q", test.name, got, test.want)
		}
	}
	if got := Nearest("ab", []string{"ad", "ac"}); got != "ad" {
		t.Errorf("of equally near ones the first, not %q", got)
	}
}
