package desk

import (
	"sync"

	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

// memory holds the cases that commands were last given on, as they were
// committed. It is bounded: what has not been asked for while enough others
// were is let go.
type memory struct {
	mu         sync.Mutex
	young, old map[ident.CaseID]*casework.Case
}

// memorySize bounds each of the two generations. A case takes some 4 KB.
const memorySize = 2048

func newMemory() *memory { return &memory{young: map[ident.CaseID]*casework.Case{}} }

// keep remembers a case that has been committed; of two states the later.
func (m *memory) keep(c *casework.Case) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if was := m.find(c.ID); was == nil || was.Version < c.Version {
		m.put(c)
	}
}

// recall returns the case as this process last saw it, or nil.
func (m *memory) recall(id ident.CaseID) *casework.Case {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.find(id)
	if c != nil && m.young[id] == nil {
		m.put(c)
	}
	return c
}

func (m *memory) find(id ident.CaseID) *casework.Case {
	if c := m.young[id]; c != nil {
		return c
	}
	return m.old[id]
}

func (m *memory) put(c *casework.Case) {
	if len(m.young) >= memorySize {
		m.old, m.young = m.young, map[ident.CaseID]*casework.Case{}
	}
	m.young[c.ID] = c
}
