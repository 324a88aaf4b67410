package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/fixtures"
	"portcullis/fixtures/run"
	"portcullis/fixtures/suite"
	"portcullis/lang"
	"portcullis/rego/scalar"
)

// asking says who asks, and about what data: the flags that view and can share.
type asking struct{ as, fixture, data, now string }

func (q *asking) flags(c *cobra.Command) {
	c.Flags().StringVar(&q.as, "as", "", "the `USER` who asks: a fixture's, or @file.json with an input.user, whose row is found by the login if there is no record")
	_ = c.RegisterFlagCompletionFunc("as", completeUsers)
	q.dataFlags(c)
}

// dataFlags are those without the person, whom who asks for.
func (q *asking) dataFlags(c *cobra.Command) {
	c.Flags().StringVar(&q.fixture, "fixture", "", "the `FIXTURE` with the rows and users; needed only where there are several")
	c.Flags().StringVar(&q.data, "data", "", "take all rows from `FOLDER`, one <table>.csv for each table, instead of the fixture's")
	c.Flags().StringVar(&q.now, "now", "", "the `TIMESTAMP` that now stands for; else the fixture's, else the clock's")
	_ = c.RegisterFlagCompletionFunc("fixture", completeFixtures)
	_ = c.MarkFlagDirname("data")
}

// asked is an asking with everything in place.
type asked struct {
	*portal
	fixture *fixtures.Fixture
	subject fixtures.Subject
}

// ask reads the portal of the current directory, and finds the person and the rows.
func (a *app) ask(ctx context.Context, q asking) (*asked, error) {
	if q.as == "" {
		return nil, errors.New("--as USER is needed: who asks?")
	}
	s, err := a.about(ctx, q)
	if err != nil {
		return nil, err
	}
	if s.subject, err = s.subjectOf(q); err != nil {
		return nil, err
	}
	if s.policy.Portal.Users != nil && s.subject.User.Login != nil && s.subject.User.Record == nil {
		fmt.Fprintf(a.err, "Warning: the login %v is not that of one row of %s, so the person %s is refused everything.\n",
			s.subject.User.Login, s.policy.Portal.Users.Name, q.as)
	}
	return s, nil
}

// about reads the portal of the current directory, and finds the rows.
func (a *app) about(ctx context.Context, q asking) (*asked, error) {
	if _, err := scalar.ParseTimestamp(q.now); q.now != "" && err != nil {
		return nil, fmt.Errorf("--now %s is no timestamp: %w; write it like 2026-03-01T09:00:00Z", q.now, err)
	}
	shown := a.showProgress("reading the portal")
	defer shown.end()
	p, err := a.openPortal(ctx)
	if err != nil {
		return nil, err
	}
	s := &asked{portal: p}
	if s.policy == nil {
		return nil, a.refuse(s.files, s.diags)
	}
	if s.fixture, err = s.fixtureOf(q); err != nil {
		if s.diags.HasErrors() { // which may be why it is not there
			return nil, a.refuse(s.files, s.diags)
		}
		return nil, err
	}
	if q.data != "" {
		if err := a.withData(s, q.data); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// fixtureOf finds the fixture that is asked about: the named one, or the only
// one. A person from a file who brings the data needs none.
func (p *portal) fixtureOf(q asking) (*fixtures.Fixture, error) {
	fromFile := strings.HasPrefix(q.as, "@")
	if q.fixture == "" && (fromFile || p.bundled) && (q.data != "" || len(p.suite.Fixtures()) == 0) {
		return suite.EmptyFixture(p.policy), nil
	}
	fixture, err := p.suite.Fixture(q.fixture)
	if err != nil {
		return nil, fmt.Errorf("--fixture: %w", err)
	}
	return fixture, nil
}

// withData takes the rows from a folder of csv files.
func (a *app) withData(s *asked, folder string) error {
	if _, err := portalArg([]string{folder}); err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	fixture, files, diags := s.fixture.WithData(lang.Dir(folder))
	if diags.HasErrors() {
		return a.refuse(files, diags)
	}
	s.fixture = fixture
	if empty := fixture.Empty(); len(empty) > 0 {
		fmt.Fprintf(a.err, "Note: %s has no file for %s, so there are no rows of these.\n", folder, strings.Join(empty, ", "))
	}
	return a.warn(files, diags)
}

// subjectOf finds the person who asks.
func (s *asked) subjectOf(q asking) (fixtures.Subject, error) {
	var subject fixtures.Subject
	if name, ok := strings.CutPrefix(q.as, "@"); ok {
		text, err := os.ReadFile(name)
		if err != nil {
			return subject, fmt.Errorf("--as: cannot read %s: %w", name, withoutPath(err))
		}
		user, err := run.UserFromJSON(text)
		if err != nil {
			return subject, fmt.Errorf("--as: %s: %w", name, err)
		}
		subject = s.runner.SubjectOf(s.fixture, user)
	} else {
		var err error
		if subject, err = s.runner.Subject(s.fixture, q.as); err != nil {
			return subject, fmt.Errorf("--as: %w", err)
		}
	}
	if q.now != "" {
		subject.Now = q.now
	}
	return subject, nil
}

// again gives the flags as they are written on a command line.
func (q asking) again() string {
	var out strings.Builder
	for _, flag := range []struct{ name, value string }{{"as", q.as}, {"fixture", q.fixture}, {"data", q.data}, {"now", q.now}} {
		if flag.value != "" {
			fmt.Fprintf(&out, " --%s %s", flag.name, shellWord(flag.value))
		}
	}
	return out.String()
}

// plainWord needs no quotes in a shell.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// shellWord quotes a text for a shell, if need be.
func shellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
