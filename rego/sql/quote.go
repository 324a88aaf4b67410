package sql

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// quoteWith writes an identifier between quotes; the closing one is doubled in it.
func quoteWith(open, closing, name string) string {
	return open + strings.ReplaceAll(name, closing, closing+closing) + closing
}

// identifier quotes a name of the schema, which must be one that a database
// can have.
func (p *printer) identifier(name string) string {
	p.checkName(name)
	return p.quote(name)
}

// qualified writes a column of what an alias names.
func (p *printer) qualified(alias, column string) string {
	p.checkName(column)
	if open, closing := p.quotes(); !strings.Contains(column, closing) {
		return alias + "." + open + column + closing // at once, as there are many
	}
	return alias + "." + p.quote(column)
}

// writeName writes an identifier.
func (p *printer) writeName(to *strings.Builder, name string) {
	p.checkName(name)
	open, closing := p.quotes()
	to.WriteString(open)
	to.WriteString(strings.ReplaceAll(name, closing, closing+closing))
	to.WriteString(closing)
}

func (p *printer) checkName(name string) {
	switch {
	case name == "":
		p.fail(fmt.Errorf("an empty name is none of a column or table"))
	case strings.ContainsRune(name, 0) || !utf8.ValidString(name):
		p.fail(fmt.Errorf("%q is no name of a column or table", name))
	}
}

// source writes a physical table, whose name may have its schema's before it. A
// script, whose functions look nowhere else, always says the schema.
func (p *printer) source(name string) string {
	parts := strings.Split(name, ".")
	for i, part := range parts {
		parts[i] = p.identifier(part)
	}
	if p.person != nil && len(parts) == 1 {
		return p.person.tables + "." + parts[0]
	}
	return strings.Join(parts, ".")
}
