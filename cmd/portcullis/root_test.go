package main

import (
	"runtime/debug"
	"testing"
)

// TestBuiltFrom reads what Go writes into a program that it builds in a repository.
func TestBuiltFrom(t *testing.T) {
	in := func(modified string) *debug.BuildInfo {
		return &debug.BuildInfo{Settings: []debug.BuildSetting{
			{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "c0ffee"}, {Key: "vcs.time", Value: "2026-03-01T09:00:00Z"}, {Key: "vcs.modified", Value: modified},
		}}
	}
	for _, test := range []struct {
		info         *debug.BuildInfo
		commit, date string
	}{
		{nil, "", ""},
		{&debug.BuildInfo{}, "", ""},
		{in("false"), "c0ffee", "2026-03-01T09:00:00Z"},
		{in("true"), "c0ffee+", "2026-03-01T09:00:00Z"},
	} {
		if commit, date := builtFrom(test.info); commit != test.commit || date != test.date {
			t.Errorf("%v is built from %q of %q, want %q of %q", test.info, commit, date, test.commit, test.date)
		}
	}
}
