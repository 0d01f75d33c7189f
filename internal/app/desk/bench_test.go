package desk_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

var writerCounts = []int{1, 8, 32}

// BenchmarkDo gives durable commands, each on a case of its own in turn: one
// writer carries a case from receipt to call-back, six commands.
func BenchmarkDo(b *testing.B) {
	for _, writers := range writerCounts {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			testdb.EachB(b, func(b *testing.B, s *store.Store) {
				d := newDesk(b, s)
				if err := walker(b.Context(), d)(); err != nil { // so that the rulebook has been read
					b.Fatal(err)
				}
				share(b, writers, func() func() error { return walker(b.Context(), d) })
			}, testdb.Durable())
		})
	}
}

// walker returns a function that gives the next command of its own cases.
func walker(ctx context.Context, d *desk.Desk) func() error {
	steps := course()
	id, at := ident.CaseID(""), len(steps)
	return func() error {
		if at == len(steps) {
			c, err := d.Do(ctx, as(identity.Operator), "", intake())
			if err != nil {
				return err
			}
			id, at = c.ID, 0
			return nil
		}
		_, err := d.Do(ctx, steps[at].by, id, steps[at].cmd)
		at++
		return err
	}
}

// share splits b.N calls among writers, each with a function of its own.
func share(b *testing.B, writers int, begin func() func() error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range writers {
		wg.Go(func() {
			act := begin()
			for next.Add(1) <= int64(b.N) {
				if err := act(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
}
