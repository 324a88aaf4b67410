package bind

import (
	"fmt"
	"time"

	"portcullis/rego/form"
	"portcullis/rego/scalar"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Cache keeps what was made last for people who ask for an action on a thing: a
// filter that was bound, say. It is safe for concurrent use. What depends on the
// time is kept for it: on the date alone for a day, on the hour for that, on `now`
// for as long as that is asked with.
type Cache[T any] struct {
	policy *Policy
	kept   *lru.Cache[string, T]
}

// NewCache makes a cache of at most so many, one or more.
func NewCache[T any](p *Policy, most int) (*Cache[T], error) {
	kept, err := lru.New[string, T](most)
	if err != nil {
		return nil, fmt.Errorf("making a cache of %d: %w", most, err)
	}
	return &Cache[T]{p, kept}, nil
}

// Get gives what is made for a user, from the cache if it is there. It may depend
// on the person, the thing and the action, and on the time only as conditions on
// stored rows do: not on what statements set or check. Errors are those of make.
func (c *Cache[T]) Get(u User, kind form.ResourceKind, name, action, now string, make func(*Person) (T, error)) (T, error) {
	var space [256]byte
	key, ok := c.key(space[:0], u, kind, name, action, &now)
	if !ok {
		return make(c.policy.Person(u, now))
	}
	if made, ok := c.kept.Get(string(key)); ok {
		return made, nil
	}
	made, err := make(c.policy.Person(u, now))
	if err == nil {
		c.kept.Add(string(key), made)
	}
	return made, err
}

// Len gives how many are kept.
func (c *Cache[T]) Len() int { return c.kept.Len() }

// key tells apart all that what is bound depends on. It is false for what is
// not kept: what depends on the clock's own `now`, and what has no key. The
// time that was used is told.
func (c *Cache[T]) key(key []byte, u User, kind form.ResourceKind, name, action string, now *string) ([]byte, bool) {
	r := c.policy.resources[resourceKey{kind, name}]
	if r == nil {
		return nil, false
	}
	key = keyText(keyText(keyText(key, string(kind)), name), action)
	if r.asksNow || r.asksToday || r.asksHour {
		if *now == "" {
			if r.asksNow {
				return nil, false
			}
			*now = scalar.TimestampText(time.Now().UnixMicro())
		}
		at, err := scalar.ParseTimestamp(*now)
		d, dated := c.policy.zone.Day(at)
		switch {
		case err == nil && (r.asksNow || !dated):
			key = keyInt(append(key, '@'), at)
		case err == nil:
			key = keyInt(append(key, '#'), d)
			if r.asksHour {
				key = keyInt(key, c.policy.zone.Hour(at))
			}
		default:
			key = append(key, '?')
		}
	}
	return u.key(key)
}
