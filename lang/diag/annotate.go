package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// DiagnosticsSARIF gives what is to be written as JSON of the diagnostics of
// one run for tools that read OASIS's Static Analysis Results Interchange
// Format, 2.1.0. The names of files are taken to be within a folder.
func DiagnosticsSARIF(diags hcl.Diagnostics, folder, version string) any {
	rules, index := []any{}, map[string]int{}
	results := []any{}
	for _, d := range diags {
		id := Code(d)
		if _, ok := index[id]; !ok {
			index[id] = len(rules)
			rules = append(rules, sarifRule(d))
		}
		result := map[string]any{
			"ruleId": id, "ruleIndex": index[id], "level": severityOf(d),
			"message": map[string]any{"text": d.Summary + ". " + d.Detail},
		}
		if d.Subject != nil {
			uri := url.URL{Path: path.Join(folder, d.Subject.Filename)}
			result["locations"] = []any{map[string]any{"physicalLocation": map[string]any{
				"artifactLocation": map[string]any{"uri": uri.String()},
				"region": map[string]any{
					"startLine": d.Subject.Start.Line, "startColumn": d.Subject.Start.Column,
					"endLine": d.Subject.End.Line, "endColumn": d.Subject.End.Column,
					"byteOffset": d.Subject.Start.Byte, "byteLength": d.Subject.End.Byte - d.Subject.Start.Byte,
				},
			}}}
		}
		results = append(results, result)
	}
	return map[string]any{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"version": "2.1.0",
		"runs": []any{map[string]any{
			"tool":       map[string]any{"driver": map[string]any{"name": "portcullis", "version": version, "rules": rules}},
			"columnKind": "unicodeCodePoints",
			"results":    results,
		}},
	}
}

func sarifRule(d *hcl.Diagnostic) any {
	rule := map[string]any{
		"id": Code(d), "shortDescription": map[string]any{"text": d.Summary},
		"defaultConfiguration": map[string]any{"level": severityOf(d)},
	}
	if e, ok := Explain(Code(d)); ok {
		rule["fullDescription"] = map[string]any{"text": strings.Join(strings.Fields(e.Text), " ")}
	}
	return rule
}

func severityOf(d *hcl.Diagnostic) string {
	if d.Severity == hcl.DiagWarning {
		return "warning"
	}
	return "error"
}

// DiagnosticsCodeQuality gives what is to be written as JSON of the diagnostics of one
// run for GitLab's reports of code quality. The names of files are taken to be within a
// folder; one that has no place is at the folder.
func DiagnosticsCodeQuality(diags hcl.Diagnostics, folder string) any {
	issues, again := []any{}, map[string]int{}
	for _, d := range diags {
		name, line := folder, 1
		if d.Subject != nil {
			name, line = path.Join(folder, d.Subject.Filename), d.Subject.Start.Line
		}
		text := d.Summary + ". " + d.Detail
		problem := Code(d) + "\x00" + name + "\x00" + text // whatever its line
		print := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", problem, again[problem]))
		again[problem]++
		issues = append(issues, map[string]any{
			"description": text, "check_name": Code(d), "fingerprint": hex.EncodeToString(print[:]),
			"severity": map[string]string{"warning": "minor", "error": "major"}[severityOf(d)],
			"location": map[string]any{"path": name, "lines": map[string]any{"begin": line}},
		})
	}
	return issues
}

// DiagnosticsGitHub gives the lines by which a workflow of GitHub marks the
// diagnostics of one run in the files, which are within a folder.
func DiagnosticsGitHub(diags hcl.Diagnostics, folder string) string {
	var out strings.Builder
	for _, d := range diags {
		at := ""
		if d.Subject != nil {
			at = fmt.Sprintf("file=%s,line=%d,endLine=%d,", githubProperty.Replace(path.Join(folder, d.Subject.Filename)), d.Subject.Start.Line, d.Subject.End.Line)
			if d.Subject.Start.Line == d.Subject.End.Line {
				at += fmt.Sprintf("col=%d,endColumn=%d,", d.Subject.Start.Column, d.Subject.End.Column)
			}
		}
		fmt.Fprintf(&out, "::%s %stitle=%s::%s\n", severityOf(d), at, githubProperty.Replace(d.Summary), githubText.Replace(d.Detail))
	}
	return out.String()
}

// GitHubAnnotation gives the line by which a workflow of GitHub shows a text of a
// level (error, warning, notice), with a title or none, at a line of a file, or of none
// (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
func GitHubAnnotation(level, file string, line int, title, text string) string {
	var properties []string
	if file != "" {
		properties = append(properties, fmt.Sprintf("file=%s,line=%d", githubProperty.Replace(file), line))
	}
	if title != "" {
		properties = append(properties, "title="+githubProperty.Replace(title))
	}
	if len(properties) > 0 {
		level += " " + strings.Join(properties, ",")
	}
	return fmt.Sprintf("::%s::%s\n", level, githubText.Replace(text))
}

var (
	githubText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
