package demo

import (
	"testing"
	"time"
)

func TestPlanFolds(t *testing.T) {
	start := time.Now()
	s := plan(t, Seed)
	t.Logf("%d cases, %d steps, %d contacts in %s", s.Cases, len(s.Steps), len(s.Contacts), time.Since(start))
	start = time.Now()
	cases := folded(t, s, s.Steps[len(s.Steps)-1].At)
	t.Logf("folded %d in %s", len(cases), time.Since(start))
}
