// Package workload makes portals of the shape that real ones have, with the
// rows and the people that go with them, for measuring. Everything comes from
// a [Shape] and a seed, so that two runs measure the same.
//
// A portal is departments of twelve tables each (orders, invoices, tasks …),
// related to clients and contacts of the same department. A profile belongs to
// a department and has statements of the kinds that portals consist of
// ([Kind]), on the department's tables in turn. Whatever the shape, the
// profile "customer" has the same four statements on the table "orders", three
// grants and a deny: what a decision there costs should not depend on all the
// rest.
package workload
