// Package reference interprets a checked policy directly: it is lang/LANGUAGE.md §4
// and §5 written out as plainly as Go allows, with no thought of speed. The
// compiler is held against it (package difftest), so it shares no code with
// the compiler, and is itself tested by hand-written tables against sentences
// of the contract. It stands beside lang, not within compile, because whoever
// reads a policy may ask it what a bundle cannot say: what each part of a
// condition came to.
//
// A request is what cmd/CONTRACTS.md §3 calls `input`: any JSON value, decoded with
// json.Decoder.UseNumber. Nothing is assumed of its shape. A record stays the
// map that it came as; a field's type is checked each time a condition looks
// at it, and what cannot be looked at is unknown. The row as it would be after
// a write is such a map as well, in which whatever is unknown is absent.
//
//	number.go     exact decimals
//	cell.go       what a field holds: unknown, null or a value of a type
//	truth.go      Kleene's three truth values
//	condition.go  conditions and values, §4
//	place.go      paths and what a sequence ranges over
//	person.go     who asks: profiles, team, users-table row
//	thing.go      what is acted on, and the statements about it
//	sight.go      rows and fields, §5.1, §5.2, §5.7
//	record.go     the row as it would be, §5.3, §5.4 and cmd/CONTRACTS.md §3
//	write.go      writes, §5.3 to §5.7
//	message.go    §5.8
//	decide.go     decision and visible
//	access.go     access
package reference
