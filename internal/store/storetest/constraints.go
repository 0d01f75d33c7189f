package storetest

import (
	"testing"

	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const parents = `
CREATE TABLE parent (
    id TEXT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    urgent BOOLEAN NOT NULL DEFAULT FALSE
);`

const children = `
CREATE TABLE child (
    parent_id TEXT NOT NULL REFERENCES parent (id),
    seq BIGINT NOT NULL,
    PRIMARY KEY (parent_id, seq)
);`

// constraints: a violation has the same kind and code on both.
func constraints(t *testing.T, e Engine) {
	cases := []struct {
		name, sql, code string
		kind            errs.Kind
	}{
		{"primary key", "INSERT INTO parent (id, code, state) VALUES ('p', 'other', 'open')", "store.duplicate", errs.Conflict},
		{"unique", "INSERT INTO parent (id, code, state) VALUES ('q', 'code', 'open')", "store.duplicate", errs.Conflict},
		{"composite key", "INSERT INTO child (parent_id, seq) VALUES ('p', 1)", "store.duplicate", errs.Conflict},
		{"no parent", "INSERT INTO child (parent_id, seq) VALUES ('nobody', 1)", "store.reference", errs.Invalid},
		{"still a child", "DELETE FROM parent WHERE id = 'p'", "store.reference", errs.Invalid},
		{"check", "INSERT INTO parent (id, code, state) VALUES ('q', 'q', 'shut')", "store.check", errs.Invalid},
		{"not null", "INSERT INTO parent (id, code, state) VALUES ('q', NULL, 'open')", "store.check", errs.Invalid},
		{"null key", "INSERT INTO parent (id, code, state) VALUES (NULL, 'q', 'open')", "store.check", errs.Invalid},
	}
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		e.define(t, s, parents)
		e.define(t, s, children)
		update(t, s, func(tx *store.Tx) error {
			if _, err := e.Exec(tx, "INSERT INTO parent (id, code, state) VALUES ('p', 'code', 'open')"); err != nil {
				return err
			}
			_, err := e.Exec(tx, "INSERT INTO child (parent_id, seq) VALUES ('p', 1)")
			return err
		})
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				err := s.Update(t.Context(), func(tx *store.Tx) error {
					_, err := e.Exec(tx, c.sql)
					return err
				})
				if !errs.Is(err, c.kind) || errs.CodeOf(err) != c.code {
					t.Errorf("error %v (%v, %s), want %v, %s", err, errs.KindOf(err), errs.CodeOf(err), c.kind, c.code)
				}
			})
		}
	})
}
