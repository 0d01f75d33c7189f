package desk

import (
	"fmt"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

func caseAt(i, version int) *casework.Case {
	return &casework.Case{ID: ident.CaseID(fmt.Sprint(i)), Version: version}
}

// TestMemoryIsBounded: what is asked for stays, the rest goes in the end.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	m := newMemory()
	for i := range 5 * memorySize {
		m.keep(caseAt(i, 1))
		if m.recall("0") == nil {
			t.Fatalf("the case that is asked for all the time was let go after %d others", i)
		}
	}
	if n := len(m.young) + len(m.old); n > 2*memorySize {
		t.Errorf("%d cases are remembered", n)
	}
	if m.recall("1") != nil {
		t.Error("a case that nobody asked for is still remembered")
	}
}

// TestMemoryKeepsTheLater: two commands on a case may be answered in either order.
func TestMemoryKeepsTheLater(t *testing.T) {
	t.Parallel()
	m := newMemory()
	for _, version := range []int{2, 1, 3, 2} {
		m.keep(caseAt(1, version))
	}
	if c := m.recall("1"); c.Version != 3 {
		t.Errorf("version %d is remembered, want 3", c.Version)
	}
}
