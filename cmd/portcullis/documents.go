package main

// The JSON documents of commands that print little: what more than a command
// needs is told by the packages that do the work. Where a document stands beside
// diagnostics, these are in it, too.
type (
	buildDocument struct {
		Bundle   string `json:"bundle"`
		Revision string `json:"revision"`
		Signed   bool   `json:"signed"`
		Bytes    int    `json:"bytes"`
	}
	explanationsDocument struct {
		Explanations []jsonExplanation `json:"explanations"`
	}
	fmtDocument struct {
		Files []string `json:"files"`
		Diff  string   `json:"diff"`
	}
	helpDocument struct {
		Help string `json:"help"`
	}
	importDocument struct {
		Exact    int      `json:"exact"`
		Narrowed int      `json:"narrowed"`
		LeftOut  int      `json:"left_out"`
		Profiles int      `json:"profiles"`
		Tables   int      `json:"tables"`
		Files    []string `json:"files"`
	}
	initDocument struct {
		Files []string `json:"files"`
	}
	pageDocument struct {
		Topic   string `json:"topic"`
		Title   string `json:"title"`
		Summary string `json:"summary"`
	}
	pagesDocument struct {
		Pages []pageDocument `json:"pages"`
	}
	previewDocument struct {
		URL string `json:"url"`
	}
	pullDocument struct {
		Tables int    `json:"tables"`
		Source string `json:"source,omitempty"`
		File   string `json:"file,omitempty"`

		// Of a file that is merged into: what is in it now, and what is of other files.
		Changes []changeDocument `json:"changes,omitempty"`
		Others  []changeDocument `json:"others,omitempty"`
	}
	checkDocument struct {
		Differences []changeDocument `json:"differences"`
	}
	changeDocument struct {
		Change   string `json:"change"` // new, gone, differs
		Table    string `json:"table"`
		Field    string `json:"field,omitempty"`
		Relation string `json:"relation,omitempty"`
		Text     string `json:"text"`
		File     string `json:"file,omitempty"`
		Line     int    `json:"line,omitempty"`
	}
	pushDocument struct {
		Reference string `json:"reference"`
		Digest    string `json:"digest"`
		Portal    string `json:"portal"`
		Revision  string `json:"revision"`
	}
	scriptDocument struct {
		SQL string `json:"sql"`
	}
	sectionDocument struct {
		Topic    string `json:"topic"`
		Title    string `json:"title"`
		Markdown string `json:"markdown"`
	}
	sectionsDocument struct {
		Sections []sectionDocument `json:"sections"`
	}
	serveDocument struct {
		URL      string `json:"url"`
		Revision string `json:"revision"`
	}
	shellDocument struct {
		Script string `json:"script"`
	}
	siteDocument struct {
		Directory string `json:"directory"`
		Pages     int    `json:"pages"`
	}
	sourceDocument struct {
		Source string `json:"source"`
	}
	verifyDocument struct {
		Bundle   string `json:"bundle"`
		Portal   string `json:"portal"`
		Revision string `json:"revision"`
		Build    uint64 `json:"build"`
	}
	versionDocument struct {
		Version string `json:"version"`
		OPA     string `json:"opa"`
		Commit  string `json:"commit,omitempty"` // with + where files had been changed since
		Date    string `json:"date,omitempty"`   // of the commit
	}
)
