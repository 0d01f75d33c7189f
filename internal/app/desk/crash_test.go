package desk_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/crashtest"
	"huying/internal/store/testdb"
	"huying/internal/store/testdb/pg"
)

const (
	crashWriters = 32
	// freshAfter bounds what doctor and verify have to read in a round.
	freshAfter = 10
)

// carryOn lets every writer carry cases of its own from receipt to call-back,
// and acknowledges each command's event once the desk has answered.
func carryOn(url string, ack func(string)) error {
	return inChild(url, crashWriters, func(d *desk.Desk, _ int) error { return carryCases(context.Background(), d, ack) })
}

// inChild lets writers work at a desk, on data that the parent made.
func inChild(url string, writers int, work func(d *desk.Desk, writer int) error) error {
	s, err := store.Open(context.Background(), store.Options{URL: url})
	if err != nil {
		return err
	}
	err = s.View(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Book(region) // so that the writers need not read it all at once
		return err
	})
	if err != nil {
		return err
	}
	d := deskOn(s)
	failed := make(chan error, writers)
	for w := range writers {
		go func() { failed <- work(d, w) }()
	}
	return <-failed
}

func carryCases(ctx context.Context, d *desk.Desk, ack func(string)) error {
	for {
		c, err := d.Do(ctx, as(identity.Operator), "", intake())
		for _, st := range course() {
			if err != nil {
				return err
			}
			ack(eventLine(c.ID, c.Version, c.Hash))
			c, err = d.Do(ctx, st.by, c.ID, st.cmd)
		}
		if err != nil {
			return err
		}
		ack(eventLine(c.ID, c.Version, c.Hash))
	}
}

func eventLine(id ident.CaseID, version int, hash string) string {
	return fmt.Sprintf("%s %d %s", id, version, hash)
}

// everyEvent: what was acknowledged is on record word for word, and the
// records prove themselves.
func everyEvent(t *testing.T, url string, acked []string) {
	t.Helper()
	reopened(t, url, func(s *store.Store) {
		there := map[string]bool{}
		err := s.View(t.Context(), func(tx *store.Tx) error {
			return tx.EachEvent(region, func(e store.SealedEvent) error {
				there[eventLine(e.Case, e.Version, e.Hash)] = true
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range acked {
			if !there[line] {
				t.Errorf("%s was acknowledged and is not there", line)
			}
		}
	})
}

// reopened opens the data as after a restart, and proves it sound.
func reopened(t *testing.T, url string, look func(*store.Store)) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	look(s)
	sound(t, s)
}

// founded makes the region on a database, and returns its address.
func founded(t *testing.T, url string) string {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true})
	if err != nil {
		t.Fatal(err)
	}
	install(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return url
}

func fresh(kind store.Kind) func(t *testing.T) string {
	return func(t *testing.T) string { return founded(t, testdb.URL(t, kind)) }
}

// TestKilledAtWork kills the process under 32 writers.
func TestKilledAtWork(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			crashtest.Run(t, crashtest.Plan{
				Target: fresh(kind), Work: carryOn, Verify: everyEvent, Fresh: freshAfter,
				Least: 10 * time.Millisecond, Most: 250 * time.Millisecond,
			})
		})
	}
}

const (
	importers = 2
	batchSize = 12 // cases
)

// importOn brings in batch after batch, each of whole cases under one tag,
// and acknowledges the tag.
func importOn(url string, ack func(string)) error {
	return inChild(url, importers, func(d *desk.Desk, importer int) error {
		for n := 0; ; n++ {
			tag := fmt.Sprintf("%d-%d-%d", os.Getpid(), importer, n)
			if err := d.Bulk(context.Background(), batch(tag)); err != nil {
				return err
			}
			ack(tag)
		}
	})
}

// batch is whole cases, one step of all after another, as an import has them.
func batch(tag string) []desk.Entry {
	cases := make([]*desk.Handle, batchSize)
	var all []desk.Entry
	for i := range cases {
		cases[i] = &desk.Handle{}
		cmd := intake()
		cmd.New.Tags = []casework.Tag{{Topic: tag}}
		all = append(all, desk.Entry{Case: cases[i], At: monday, By: as(identity.Operator), Cmd: cmd})
	}
	for i, st := range course() {
		for _, h := range cases {
			all = append(all, desk.Entry{Case: h, At: monday.Add(time.Duration(i+1) * time.Hour), By: st.by, Cmd: st.cmd})
		}
	}
	return all
}

// wholeBatches: every batch that was acknowledged is there, and none by half.
func wholeBatches(t *testing.T, url string, acked []string) {
	t.Helper()
	reopened(t, url, func(s *store.Store) {
		closed := map[string]int{}
		err := s.View(t.Context(), func(tx *store.Tx) error {
			return tx.EachCase(region, func(c *casework.Case) error {
				if c.State != casework.Closed {
					t.Errorf("%s is on record as %s: a batch by half", c.Number, c.State)
				}
				closed[c.Tags[0].Topic]++
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		for tag, n := range closed {
			if n != batchSize {
				t.Errorf("%d of %d cases of batch %s are there", n, batchSize, tag)
			}
		}
		for _, tag := range acked {
			if closed[tag] == 0 {
				t.Errorf("batch %s was acknowledged and is not there", tag)
			}
		}
	})
}

// TestKilledInImport kills the process while it brings in history.
func TestKilledInImport(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			crashtest.Run(t, crashtest.Plan{
				Target: fresh(kind), Work: importOn, Verify: wholeBatches, Fresh: freshAfter,
				Least: 10 * time.Millisecond, Most: 250 * time.Millisecond,
			})
		})
	}
}

// TestPostgresStoppedAtWork stops the PostgreSQL server itself at once under
// 32 writers, and starts it again.
func TestPostgresStoppedAtWork(t *testing.T) {
	t.Parallel()
	var server *pg.Server
	crashtest.Run(t, crashtest.Plan{
		Target: func(t *testing.T) string {
			server = testdb.Server(t, pg.Options{Durable: true})
			return founded(t, server.URL("postgres"))
		},
		Work: carryOn,
		Kill: func(t *testing.T, _ *os.Process) { // the child ends by the error it gets
			if err := server.Crash(); err != nil {
				t.Error("stop PostgreSQL:", err)
			}
		},
		Verify: func(t *testing.T, url string, acked []string) {
			if err := server.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			everyEvent(t, url, acked)
		},
		Rounds: 5,
	})
}
