package rego

import "portcullis/rego/form"

// Catalog is the bundle's `data.<portal>.catalog`: the schema as far as a
// back end needs it to ask questions and to read answers.
type Catalog = form.Catalog

// What the catalog is made of.
type (
	CatalogUsers  = form.CatalogUsers
	CatalogTable  = form.CatalogTable
	CatalogForm   = form.CatalogForm
	CatalogAction = form.CatalogAction
	CatalogFilter = form.CatalogFilter
	CatalogJoin   = form.CatalogJoin
)
