# People, rows and requests that the tests of the library ask with.
package portal.sample

# A person with the profiles, whose row is there.
person(profiles) := {
	"login": "ana@example.com",
	"profiles": profiles,
	"record": {"id": 1, "email": "ana@example.com"},
}

draft := {
	"id": 7, "status": "draft", "title": "Chairs", "total": 80, "margin": 8, "phone": "123", "client_id": 3,
	"due": "2026-03-01T10:00:00+01:00", "tags": ["a"], "client": {"id": 3, "limit": 50}, "items": [],
}

open := object.union(draft, {"status": "open"})

done := object.union(draft, {"status": "done"})

secret := object.union(draft, {"title": "secret"})

# A request on a thing.
on(profiles, action, type, name) := {
	"user": person(profiles),
	"action": action,
	"resource": {"type": type, "name": name},
	"now": "2026-03-01T09:00:00Z",
}

# A request on an order.
order(profiles, action, row) := object.union(on(profiles, action, "table", "orders"), {"row": row})

# A write of an order.
update(row, set) := object.union(order(["clerk"], "update", row), {"set": set})

create(set) := object.union(on(["clerk"], "create", "table", "orders"), {"set": set})

# Somebody who writes to another.
letter(profiles, to) := object.union(on(profiles, "access", "message", "*"), {"to": to})
