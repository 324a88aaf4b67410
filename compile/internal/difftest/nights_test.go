package difftest

import (
	"fmt"
	"testing"
	"time"

	"portcullis/lang/reference"
)

// TestNights asks for the hour, the weekday and the date on nights on which clocks
// are changed, by rows that each have another.
func TestNights(t *testing.T) {
	for _, zone := range []string{"Europe/Berlin", "America/Sao_Paulo", "Pacific/Kiritimati", "America/St_Johns"} {
		w := &writer{}
		w.line("portal \"acme\" {\n  timezone = %q\n}\ntable \"t\" {\n  fields = { id = number, date = date }\n}", zone)
		asked := map[string]string{"hour": "row.id == hour(now)", "weekday": "row.id == weekday(today)", "today": "row.date == today"}
		for name, rows := range asked {
			w.line("profile %q {\n  allow \"table\" \"t\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}", name, rows)
		}
		s, err := open(w.String())
		if err != nil {
			t.Fatal(err)
		}
		for _, now := range nights {
			at, err := time.Parse(time.RFC3339Nano, now.(string))
			if err != nil {
				t.Fatal(err)
			}
			rows := []any{}
			for i := range 24 {
				rows = append(rows, map[string]any{"id": numbers(fmt.Sprint(i))[0], "date": at.AddDate(0, 0, i%5-2).Format(time.DateOnly)})
			}
			for name := range asked {
				request := map[string]any{
					"user": map[string]any{"login": "ana", "profiles": []any{name}}, "action": "view",
					"resource": map[string]any{"type": "table", "name": "t"}, "rows": rows, "row": rows[1], "now": now,
				}
				if diff := s.difference(request); diff != "" {
					t.Errorf("%s in %s, %s: %s", now, zone, name, diff)
				}
				if len(reference.Visible(s.policy, request)) == 0 {
					t.Errorf("%s in %s, %s: no row is of it", now, zone, name)
				}
			}
		}
	}
}
