package main

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"portcullis/cmd/figures/workload"
)

// section prepares the measures of one part of the figures: everything is
// built, and the answers of those who are compared are held against each other.
type section struct {
	name    string
	prepare func() ([]measure, error)
}

// sections gives the whole of the figures. What a portal's sections share is
// prepared when the first of them is.
func sections() []section {
	var list []section
	for _, shape := range workload.Shapes() {
		open := sync.OnceValues(func() (*portal, error) { return openPortal(shape) })
		of := func(what string, prepare func(p *portal) ([]measure, error)) {
			list = append(list, section{what + "/" + shape.Name, func() ([]measure, error) {
				p, err := open()
				if err != nil {
					return nil, err
				}
				return prepare(p)
			}})
		}
		of("portal", portals)
		for _, profiles := range []int{1, 3, 30} {
			if profiles <= shape.Profiles {
				of(fmt.Sprintf("decision/%d-profiles", profiles), func(p *portal) ([]measure, error) { return decisions(p, profiles) })
			}
		}
		of("filter", filters)
		if shape != workload.Small {
			list = append(list, section{"editor/" + shape.Name, func() ([]measure, error) { return editing(shape) }})
		}
		if shape != workload.Huge {
			of("agent", agents)
		}
		of("page/100-rows", func(p *portal) ([]measure, error) { return pages(p, 100) })
		if shape == workload.Small {
			of("programs", programs)
			of("large-suites", largeSuites)
			for _, d := range databases() {
				of("query/"+string(d.dialect), func(p *portal) ([]measure, error) { return queries(p, d) })
			}
			of("page/10000-rows", func(p *portal) ([]measure, error) { return pages(p, 10_000) })
		}
	}
	return append(list, section{"decision/four-statements", coreDecisions}, section{"proofs", proofs}, section{"mutants", mutants},
		section{"held/postgresql", func() ([]measure, error) { return held(1_000_000) }})
}

// matching gives the sections whose name, or the name of one of whose parts,
// the expression matches.
func matching(all []section, expression *regexp.Regexp) []section {
	var found []section
	for _, s := range all {
		if expression.MatchString(s.name) {
			found = append(found, s)
		}
	}
	return found
}

func names(all []section) string {
	var list []string
	for _, s := range all {
		list = append(list, "  "+s.name)
	}
	return strings.Join(list, "\n")
}
