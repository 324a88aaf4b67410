package sql

import (
	"database/sql"
	"testing"

	"portcullis/internal/pgtest"
	"portcullis/rego/scalar"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// TestMidnights asks PostgreSQL when dates begin, in a session of whatever time
// zone: on nights on which clocks are changed it has its own mind.
func TestMidnights(t *testing.T) {
	db, err := sql.Open("pgx", pgtest.Need(t).DSN("postgres")+" timezone=Asia/Kathmandu")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range [][2]string{
		{"UTC", "2026-03-29"},
		{"Europe/Berlin", "2026-03-28"},
		{"Europe/Berlin", "2026-03-29"},
		{"Europe/Berlin", "2026-03-30"},
		{"Europe/Berlin", "2026-10-25"},
		{"Europe/Berlin", "2026-10-26"},
		{"America/Sao_Paulo", "2018-11-04"},
		{"America/Sao_Paulo", "2018-11-05"},
		{"America/Sao_Paulo", "2018-02-18"},
		{"America/Havana", "2026-11-01"},
		{"America/St_Johns", "2010-11-07"},
		{"Pacific/Apia", "2011-12-30"},
		{"Pacific/Apia", "2011-12-31"},
	} {
		zone, err := scalar.LoadZone(c[0])
		if err != nil {
			t.Fatal(err)
		}
		day, err := scalar.ParseDate(c[1])
		if err != nil {
			t.Fatal(err)
		}
		want, _ := zone.Midnight(day)
		var at int64
		midnight := (&person{zone: c[0]}).midnight("'" + c[1] + "'::date")
		if err := db.QueryRow("SELECT (" + midnight.sql + ")::bigint").Scan(&at); err != nil {
			t.Fatalf("%s: %v", midnight.sql, err)
		}
		if at != want {
			t.Errorf("%s begins in %s at %s, want %s", c[1], c[0], scalar.TimestampText(at), scalar.TimestampText(want))
		}
		var hour, weekday int64
		who := &person{zone: c[0]}
		local := who.local("'" + scalar.TimestampText(want) + "'::timestamptz")
		if err := db.QueryRow("SELECT extract(hour FROM "+local+")::int, extract(isodow FROM "+local+")::int").Scan(&hour, &weekday); err != nil {
			t.Fatal(err)
		}
		shown, _ := zone.Day(want)
		if hour != zone.Hour(want) || weekday != scalar.Weekday(shown) {
			t.Errorf("%s in %s: hour %d and weekday %d", scalar.TimestampText(want), c[0], hour, weekday)
		}
	}
}
