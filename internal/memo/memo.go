// Package memo keeps what was worked out of things that do not change, from one
// round to the next: who reads a portal again and again works out anew only what is
// new. It stands apart since the stages that do so, from resolving names to what
// filters cannot express, have nothing else in common.
package memo

import "sync"

// Memo keeps what was worked out of keys, which have to say all that it comes of. What
// a whole round does not ask for is forgotten. The zero Memo is empty; it may be used
// by many goroutines.
type Memo[K comparable, V any] struct {
	mu        sync.Mutex
	last, now map[K]V
}

// Round begins a round.
func (m *Memo[K, V]) Round() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last, m.now = m.now, make(map[K]V, len(m.now))
}

// Get gives what was put under a key in this round or the one before.
func (m *Memo[K, V]) Get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.now[key]
	if !ok {
		if v, ok = m.last[key]; ok {
			m.put(key, v)
		}
	}
	return v, ok
}

// Put keeps a value.
func (m *Memo[K, V]) Put(key K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, v)
}

func (m *Memo[K, V]) put(key K, v V) {
	if m.now == nil {
		m.now = map[K]V{}
	}
	m.now[key] = v
}

// Of gives what is kept, or else what work gives, which is kept then.
func (m *Memo[K, V]) Of(key K, work func() V) V {
	v, ok := m.Get(key)
	if !ok {
		v = work()
		m.Put(key, v)
	}
	return v
}
