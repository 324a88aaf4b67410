package bind

import (
	"fmt"
	"time"

	"portcullis/rego/form"
	"portcullis/rego/scalar"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Cache keeps what was bound last. It is safe for concurrent use. What depends
// on the time is kept for it: on the date alone for a day, on the hour for that,
// on `now` for as long as that is asked with.
type Cache struct {
	policy *Policy
	kept   *lru.Cache[string, *Bound]
}

// NewCache makes a cache of at most so many bound filters, one or more.
func NewCache(p *Policy, most int) (*Cache, error) {
	kept, err := lru.New[string, *Bound](most)
	if err != nil {
		return nil, fmt.Errorf("making a cache of %d: %w", most, err)
	}
	return &Cache{p, kept}, nil
}

// Bind gives what [Person.Bind] does, from the cache if it is there.
func (c *Cache) Bind(u User, kind form.ResourceKind, name, action, now string) (*Bound, error) {
	key, ok := c.key(u, kind, name, action, &now)
	if !ok {
		return c.policy.Person(u, now).Bind(kind, name, action)
	}
	if b, ok := c.kept.Get(key); ok {
		return b, nil
	}
	b, err := c.policy.Person(u, now).Bind(kind, name, action)
	if err == nil {
		c.kept.Add(key, b)
	}
	return b, err
}

// Len gives how many filters are kept.
func (c *Cache) Len() int { return c.kept.Len() }

// key tells apart all that what is bound depends on. It is false for what is
// not kept: what depends on the clock's own `now`, and what has no key. The
// time that was used is told.
func (c *Cache) key(u User, kind form.ResourceKind, name, action string, now *string) (string, bool) {
	r := c.policy.resources[resourceKey{kind, name}]
	if r == nil {
		return "", false
	}
	key := make([]byte, 0, 256)
	key = keyText(keyText(keyText(key, string(kind)), name), action)
	if r.asksNow || r.asksToday || r.asksHour {
		if *now == "" {
			if r.asksNow {
				return "", false
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
	key, ok := u.key(key)
	return string(key), ok
}
