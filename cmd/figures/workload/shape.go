package workload

import "fmt"

// Shape is the size of a portal.
type Shape struct {
	Name       string
	Tables     int
	Profiles   int
	Statements int
}

// The shapes that are measured.
var (
	Small = Shape{"small", 12, 6, 60}
	Large = Shape{"large", 300, 50, 3_000}
	Huge  = Shape{"huge", 1_000, 1_000, 10_000}
)

// CoreShape is a portal of the four statements of [Core] alone.
var CoreShape = Shape{"core", 12, 1, 4}

// Shapes gives all of them, the small one first.
func Shapes() []Shape { return []Shape{Small, Large, Huge} }

// The kinds of table that each department has; people log in as contacts.
var tableKinds = []string{
	"contacts", "clients", "orders", "order_items", "invoices", "payments",
	"projects", "tasks", "tickets", "documents", "products", "shipments",
}

var roles = []string{"customer", "member", "manager", "accountant", "support", "auditor"}

// Table is the table that most is measured on.
const Table = "orders"

// Customer is the profile with the four statements of [Core].
const Customer = "customer"

// departments gives how many departments the tables make, the last one perhaps
// without some of its tables.
func (s Shape) departments() int { return (s.Tables + len(tableKinds) - 1) / len(tableKinds) }

// tableName gives a department's table; the first department's have plain names.
func tableName(department int, kind string) string { return inDepartment(kind, department) }

func inDepartment(name string, department int) string {
	if department == 0 {
		return name
	}
	return fmt.Sprintf("%s_%02d", name, department)
}

// tablesOf gives the tables of a department.
func (s Shape) tablesOf(department int) []string {
	first := department * len(tableKinds)
	var names []string
	for _, kind := range tableKinds[:min(len(tableKinds), s.Tables-first)] {
		names = append(names, tableName(department, kind))
	}
	return names
}

// ProfileNames gives the profiles, in the order of their declaration: the first
// department's roles, the second's, and so on, then further ones of each.
func (s Shape) ProfileNames() []string {
	names := make([]string, s.Profiles)
	for p := range names {
		names[p] = s.profileName(p)
	}
	return names
}

// profileName numbers profiles through the departments, so that each has some.
func (s Shape) profileName(p int) string {
	if p < len(roles) {
		return roles[p]
	}
	return fmt.Sprintf("%s_%03d", roles[p%len(roles)], p)
}

// departmentOf gives the department that a profile is about: the roles without
// a number are the first one's.
func (s Shape) departmentOf(p int) int {
	if p < len(roles) {
		return 0
	}
	full := s.Tables / len(tableKinds) // the last may lack tables
	if full < 2 {
		return 0
	}
	return 1 + p%(full-1)
}
