package lang

import (
	"portcullis/lang/bind"
	"portcullis/lang/diag"
	"portcullis/lang/format"
	"portcullis/lang/policy"
)

// The names of the checked policy, and of what is said of one, for those who use
// both: what they are stands where they are declared.
type (
	Example        = diag.Example
	Explanation    = diag.Explanation
	All            = policy.All
	And            = policy.And
	Any            = policy.Any
	Changed        = policy.Changed
	Choice         = policy.Choice
	Coalesce       = policy.Coalesce
	Compare        = policy.Compare
	CompareOp      = policy.CompareOp
	Component      = policy.Component
	Cond           = policy.Cond
	Const          = policy.Const
	DateAdd        = policy.DateAdd
	Effect         = policy.Effect
	Element        = policy.Element
	Field          = policy.Field
	FieldSeq       = policy.FieldSeq
	FieldUse       = policy.FieldUse
	File           = policy.File
	Form           = policy.Form
	Hour           = policy.Hour
	IfValue        = policy.IfValue
	IsNull         = policy.IsNull
	Item           = policy.Item
	Key            = policy.Key
	Kind           = policy.Kind
	Length         = policy.Length
	Literal        = policy.Literal
	LiteralSeq     = policy.LiteralSeq
	Login          = policy.Login
	Mask           = policy.Mask
	Midnight       = policy.Midnight
	Template       = policy.Template
	Named          = policy.Named
	Visible        = policy.Visible
	Granted        = policy.Granted
	Not            = policy.Not
	Now            = policy.Now
	Or             = policy.Or
	Path           = policy.Path
	Policy         = policy.Policy
	Portal         = policy.Portal
	Profile        = policy.Profile
	Property       = policy.Property
	Record         = policy.Record
	Relation       = policy.Relation
	Report         = policy.Report
	Root           = policy.Root
	RowSeq         = policy.RowSeq
	Seq            = policy.Seq
	Set            = policy.Set
	Statement      = policy.Statement
	StatementKind  = policy.StatementKind
	Table          = policy.Table
	Target         = policy.Target
	Team           = policy.Team
	TeamName       = policy.TeamName
	TeamPropertyOf = policy.TeamPropertyOf
	Text           = policy.Text
	TimeAdd        = policy.TimeAdd
	Today          = policy.Today
	Truth          = policy.Truth
	Type           = policy.Type
	UserProperty   = policy.UserProperty
	Value          = policy.Value
	Var            = policy.Var
	Weekday        = policy.Weekday
	Word           = policy.Word
)

// Constants of the checked policy.
const (
	Allow       = policy.Allow
	Bool        = policy.Bool
	Date        = policy.Date
	Deny        = policy.Deny
	Enum        = policy.Enum
	Eq          = policy.Eq
	Ge          = policy.Ge
	Gt          = policy.Gt
	JSON        = policy.JSON
	KindForm    = policy.KindForm
	KindMessage = policy.KindMessage
	KindReport  = policy.KindReport
	KindTable   = policy.KindTable
	Le          = policy.Le
	List        = policy.List
	Lt          = policy.Lt
	Number      = policy.Number
	RootNew     = policy.RootNew
	RootRow     = policy.RootRow
	RootUser    = policy.RootUser
	RootVar     = policy.RootVar
	String      = policy.String
	Timestamp   = policy.Timestamp
	UUID        = policy.UUID
)

// Functions of the stages, by the names that callers know.
var (
	Code                   = diag.Code
	DiagnosticsCodeQuality = diag.DiagnosticsCodeQuality
	DiagnosticsGitHub      = diag.DiagnosticsGitHub
	DiagnosticsJSON        = diag.DiagnosticsJSON
	DiagnosticsSARIF       = diag.DiagnosticsSARIF
	Explain                = diag.Explain
	Explanations           = diag.Explanations
	Nearest                = diag.Nearest
	WriteDiagnostics       = diag.WriteDiagnostics
	FormatSource           = format.FormatSource
	EachLeaf               = policy.EachLeaf
	Format                 = policy.Format
	FunctionUsages         = bind.Usages
)
