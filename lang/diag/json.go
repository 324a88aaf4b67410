package diag

import "github.com/hashicorp/hcl/v2"

// DiagnosticsJSON gives what is to be written as JSON of the diagnostics of
// one run, in the form of terraform validate -json.
func DiagnosticsJSON(diags hcl.Diagnostics) any {
	out := jsonReport{FormatVersion: "1.0", Valid: true, Diagnostics: []jsonDiagnostic{}}
	for _, d := range diags {
		j := jsonDiagnostic{Severity: "error", ID: Code(d), Summary: d.Summary, Detail: d.Detail}
		if d.Severity == hcl.DiagWarning {
			j.Severity = "warning"
			out.WarningCount++
		} else {
			out.Valid = false
			out.ErrorCount++
		}
		if d.Subject != nil {
			j.Range = &jsonRange{Filename: d.Subject.Filename, Start: jsonPos(d.Subject.Start), End: jsonPos(d.Subject.End)}
		}
		out.Diagnostics = append(out.Diagnostics, j)
	}
	return out
}

type (
	jsonReport struct {
		FormatVersion string           `json:"format_version"`
		Valid         bool             `json:"valid"`
		ErrorCount    int              `json:"error_count"`
		WarningCount  int              `json:"warning_count"`
		Diagnostics   []jsonDiagnostic `json:"diagnostics"`
	}
	jsonDiagnostic struct {
		Severity string     `json:"severity"`
		ID       string     `json:"id"`
		Summary  string     `json:"summary"`
		Detail   string     `json:"detail"`
		Range    *jsonRange `json:"range,omitempty"`
	}
	jsonRange struct {
		Filename string  `json:"filename"`
		Start    jsonPos `json:"start"`
		End      jsonPos `json:"end"`
	}
	jsonPos struct {
		Line   int `json:"line"`
		Column int `json:"column"`
		Byte   int `json:"byte"`
	}
)
