package diag

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Explanation tells somebody who got a diagnostic what its kind is about.
type Explanation struct {
	ID      string // as [Code] gives it
	Title   string // the summary of the diagnostics
	Warning bool   // the policy is valid all the same
	Text    string // paragraphs, set apart by blank lines, with `code` in them
	Wrong   *Example
	Right   *Example // both are nil where a few lines cannot show it
}

// Example is a part of a policy, of a test or of a data file.
type Example struct {
	File   string // a name whose ending tells which
	Line   int    // where the diagnostic points; 0 if to no line of it
	Source string
}

// The explanations are Markdown files, one for each kind of diagnostic, named
// by its id: a title, paragraphs, and the examples as code blocks that have the
// name of their file in the opening line, and the line that earns the
// diagnostic behind it.
//
//go:embed explain/*.md
var explanationFiles embed.FS

// Explain gives the explanation of a kind of diagnostic, and reports false for
// an id that there is not.
func Explain(id string) (Explanation, bool) {
	all := Explanations()
	i, ok := slices.BinarySearchFunc(all, id, func(e Explanation, id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		return Explanation{}, false
	}
	return all[i], true
}

// Explanations gives all explanations in the order of their ids.
func Explanations() []Explanation { return slices.Clone(explanations()) }

var explanations = sync.OnceValue(func() []Explanation {
	entries, err := explanationFiles.ReadDir("explain")
	if err != nil {
		panic("diag: the explanations are not embedded: " + err.Error())
	}
	all := make([]Explanation, len(entries))
	for i, entry := range entries {
		text, err := explanationFiles.ReadFile("explain/" + entry.Name())
		if err != nil {
			panic("diag: the explanations are not embedded: " + err.Error())
		}
		all[i], err = ParseExplanation(strings.TrimSuffix(entry.Name(), ".md"), string(text))
		if err != nil {
			panic(fmt.Sprintf("diag: explain/%s: %v", entry.Name(), err))
		}
	}
	slices.SortFunc(all, func(a, b Explanation) int { return strings.Compare(a.ID, b.ID) })
	return all
})

var exampleBlock = regexp.MustCompile("(?ms)^```[a-z]+ ((?:wrong|right)\\.[a-z.]+)(?::(\\d+))?\n(.*?)^```\n")

func ParseExplanation(id, text string) (Explanation, error) {
	e := Explanation{ID: id}
	blocks := exampleBlock.FindAllStringSubmatchIndex(text, -1)
	prose := text
	if len(blocks) > 0 {
		prose = text[:blocks[0][0]]
	}
	title, body, ok := strings.Cut(strings.TrimPrefix(prose, "# "), "\n\n")
	if !ok || !strings.HasPrefix(prose, "# ") {
		return e, fmt.Errorf("there is no title")
	}
	e.Title, e.Warning = strings.CutPrefix(title, "Warning: ")
	e.Text = strings.TrimSpace(body)
	var examples []*Example
	for _, match := range exampleBlock.FindAllStringSubmatch(text, -1) {
		line := 0
		if match[2] != "" {
			n, err := strconv.Atoi(match[2])
			if err != nil {
				return e, err
			}
			line = n
		}
		examples = append(examples, &Example{File: match[1], Line: line, Source: match[3]})
	}
	switch {
	case len(examples) == 2 && strings.HasPrefix(examples[0].File, "wrong.") && strings.HasPrefix(examples[1].File, "right."):
		e.Wrong, e.Right = examples[0], examples[1]
	case len(examples) != 0 || strings.Contains(text, "```"):
		return e, fmt.Errorf("examples come as one wrong.* and one right.*, not as %d", len(examples))
	}
	return e, nil
}
